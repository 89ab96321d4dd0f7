export {
  type CorpusEvent,
  type ParseCorpusOptions,
  parseCorpus,
} from './corpus/parseCorpus.js';
export { isExpected, UsageError } from './errors.js';
export type { DataEvent, Listener, NoteEvent, WarningCode, WarningEvent } from './events.js';
export type { Job } from './job.js';
export { lineOf, type Progress, progressOf, type RunEvent, type TrainedSoFar } from './run/events.js';
export { type TrainRunOptions, trainRun } from './run/trainRun.js';
export { runSweep, type SweepEnd, type SweepEvent, type SweepOptions } from './sweep/runSweep.js';
