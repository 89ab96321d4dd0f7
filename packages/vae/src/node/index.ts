export { writeFileAtomic } from './atomicWrite.js';
export {
  type CheckpointContent,
  checkpointsFolderName,
  hasCheckpoint,
  type LoadedCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
} from './checkpoint.js';
export { appendJsonLine, keepJsonLines, readJsonLines } from './jsonLines.js';
export { loadModelFolder, type ModelFolder, modelFolderName, saveModelFolder } from './modelFolder.js';
export { lockRun, type RunLock } from './runLock.js';
