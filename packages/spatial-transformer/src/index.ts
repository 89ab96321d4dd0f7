export { affineMatrix } from './affineMatrix.js';
export { composeAffine } from './composeAffine.js';
export { inverseAffine } from './inverseAffine.js';
export { type PlaceOptions, place } from './place.js';
export { type PlacedSum, type PlaceSumOptions, placeSum } from './placeSum.js';
export { composeMatrices, invertMatrix, matrixOf } from './plainMatrix.js';
export { sampleAffine } from './sampleAffine.js';
export type { SampleOptions } from './sampleOptions.js';
export { zoom } from './zoom.js';
