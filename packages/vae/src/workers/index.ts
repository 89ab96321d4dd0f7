export { spawnWorker } from './spawnWorker.js';
export { type TrainParallelOptions, trainParallel } from './trainParallel.js';
export { defaultWorkers } from './workerCount.js';
export type { SpawnWorker, WorkerHandle } from './workerHandle.js';
