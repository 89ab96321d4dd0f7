export { type QueuedSweeps, type QueuedTask, queuedSweeps } from './queuedSweeps.js';
export { queueTask, runKind, sweepId } from './runKind.js';
export { type QueueAddress, queuedRunner, queuedShards } from './runners.js';
export { statusOf } from './statusOf.js';
export { storeId } from './storeId.js';
export { type WorkerEnd, type WorkerSettings, workForQueue } from './worker.js';
export type { WorkerLimits } from './workerLimits.js';
