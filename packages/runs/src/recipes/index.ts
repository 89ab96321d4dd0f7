export {
  countedTraining,
  fittingOptions,
  sampledPictures,
  shownIndices,
  takenWords,
} from './ownPictures.js';
export { arcPrimitive, linePrimitive } from './primitives.js';
export { type Recipe, recipes } from './recipes.js';
