export { adjustedRandIndex, foregroundAri } from './adjustedRandIndex.js';
export { assignment } from './assignment.js';
export { clusterAccuracy, clusterPurity } from './clusterAccuracy.js';
export { type CountAccuracy, type CountShare, countAccuracy } from './countAccuracy.js';
export { type FigureGroundSse, figureGroundSse } from './figureGroundSse.js';
export { defaultHeldOutOptions, type HeldOutOptions, heldOut, type Labelled } from './heldOut.js';
export { type Clustering, defaultKMeansOptions, type KMeansOptions, kMeans } from './kMeans.js';
export type { Labels } from './labels.js';
export {
  defaultLinearProbeOptions,
  type LinearProbe,
  type LinearProbeOptions,
  linearProbe,
} from './linearProbe.js';
export { readMap, type SavedMap, writeMap } from './mapFile.js';
export type { MapParameters, TsneParameters, UmapCurve, UmapParameters } from './mapParameters.js';
export { medoids } from './medoids.js';
export {
  defaultNeighbourAccuracyOptions,
  type NeighbourAccuracyOptions,
  neighbourAccuracy,
} from './neighbourAccuracy.js';
export { type PartIou, partIou } from './partIou.js';
export type { Place, PointMap } from './pointMap.js';
export type { Points } from './points.js';
export { defaultTsneOptions, type TsneOptions, tsne } from './tsne.js';
export type { Running } from './turn.js';
export { defaultUmapOptions, type UmapOptions, umap } from './umap.js';
