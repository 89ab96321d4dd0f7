export type { EvaluationRow } from './evaluations.js';
export { figureRows, inferredRows } from './figureRows.js';
export { levelNames } from './levelNames.js';
export {
  type EvaluationFigures,
  figuresOf,
  type InferredFigures,
  type MetricsRow,
  type PartialMetrics,
  type RunMetrics,
} from './metrics.js';
export { type PrecisionFigures, precisionRow } from './precisionFigures.js';
export { readEvaluations, readMetrics, readRecord, readRows } from './readRecord.js';
export { type RunFolder, runFolder } from './runFolder.js';
export type { Adapted, RunRecord } from './runRecord.js';
export { type StateOfRun, stateOfRun } from './stateOfRun.js';
