export { explainScenes, type FoundObject, type SceneExplanation } from './explainScenes.js';
export { type ObjectImagesOptions, objectImages } from './objectImages.js';
export { defaultSceneOptions, type SceneOptions } from './sceneOptions.js';
