import type { Connection } from '../connection/connection.js';
import type { BatchRecords } from '../tasks/batchRecords.js';
import type { TaskJobs } from '../tasks/taskJobs.js';
import type { TaskKind } from './taskKind.js';

/** What a worker has for all of its tasks. */
export interface TaskBench {
  readonly connection: Connection;
  readonly jobs: TaskJobs;
  readonly records: BatchRecords;
  readonly kinds: ReadonlyMap<string, TaskKind>;
  /** The worker's. */
  readonly name: string;
  readonly lockMs: number;
  readonly maxDeaths: number;
}
