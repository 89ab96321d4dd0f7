export {
  type CheckpointContent,
  checkpointsFolderName,
  hasCheckpoint,
  type LoadedCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
} from './checkpoint.js';
export { loadModelFolder, type ModelFolder, modelFolderName, saveModelFolder } from './modelFolder.js';
