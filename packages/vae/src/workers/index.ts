export { webWorker } from './webWorker.js';
export { defaultWorkers } from './workerCount.js';
export type { SpawnWorker, WorkerHandle } from './workerHandle.js';
