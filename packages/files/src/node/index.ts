export { codeOf, type FileAction, fileError } from './fileError.js';
export { type FolderLock, isFolderLocked, lockFolder } from './folderLock.js';
export { appendJsonLine, keepJsonLines, readJsonLines } from './jsonLines.js';
export { kernelFileSystem } from './kernelFileSystem.js';
export { replaceFolder, standingFolder } from './replaceFolder.js';
export { readSafetensorsFileHeader } from './safetensorsFile.js';
export { sha256, sha256OfFile } from './sha256.js';
export type { ObjectStore, StoredObject } from './store/objectStore.js';
export { openStore } from './store/openStore.js';
export { type TemporaryKind, temporaryOf } from './temporaryName.js';
export {
  type FileContent,
  requireWritableFolder,
  writeFileAtomic,
  writeFileIfAbsent,
} from './writeFileAtomic.js';
