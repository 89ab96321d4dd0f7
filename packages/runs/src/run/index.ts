export type { AdaptOptions } from './adapt.js';
export { type EvaluateRunOptions, evaluateOn } from './evaluate.js';
export { lineOf, type Progress, progressOf, type RunEvent, type TrainedSoFar } from './events.js';
export { worseThanMeanAdvice } from './learningAdvice.js';
export type { SessionEnd } from './session.js';
export { type TrainRunOptions, trainRun } from './trainRun.js';
