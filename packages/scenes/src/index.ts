export type { FoundObject, SceneExplanation } from './explained.js';
export { explainScenes } from './explainScenes.js';
export { partMasks } from './masks/partMasks.js';
export { type NodeMask, type TreeMasksOptions, treeMasks } from './masks/treeMasks.js';
export { type ObjectImagesOptions, objectImages } from './objectImages.js';
export { defaultSceneOptions, type SceneGround, type SceneOptions } from './sceneOptions.js';
