export type { QueueOptions } from './connection/connection.js';
export {
  LockLost,
  Stopping,
  TaskCancelled,
  TaskError,
  type TaskErrorOptions,
} from './errors.js';
export type {
  Batch,
  BatchRecord,
  BatchSummary,
  Task,
  TaskCounts,
  TaskState,
  TaskStatus,
} from './tasks/task.js';
export { openQueue, type TaskQueue } from './tasks/taskQueue.js';
export { defaultWorkerOptions, startWorker, type Worker, type WorkerOptions } from './worker/startWorker.js';
export { type TaskContext, type TaskKind, taskKind } from './worker/taskKind.js';
