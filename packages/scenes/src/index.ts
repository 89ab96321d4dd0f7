export { explainScenes } from './explainScenes.js';
export { type ObjectImagesOptions, objectImages } from './objectImages.js';
export type { FoundObject, SceneExplanation } from './sceneExplanation.js';
export { defaultSceneOptions, type SceneGround, type SceneOptions } from './sceneOptions.js';
