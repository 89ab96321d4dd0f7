import { Job } from 'bullmq';
import type { Connection } from '../connection/connection.js';
import { mendJobs } from './damagedJobs.js';
import { type JobData, type JobResult, jobIdOf, type TaskJob, type TaskJobs } from './taskJobs.js';

/** The jobs of these keys, in order, undefined where there is none. One that is damaged hides none of the others. */
export function findJobs(
  connection: Connection,
  jobs: TaskJobs,
  keys: readonly string[],
): Promise<(TaskJob | undefined)[]> {
  const find = (id: string): Promise<TaskJob | undefined> => Job.fromId<JobData, JobResult, string>(jobs, id);
  // All at once: the answers come back over one connection, one after another.
  return Promise.all(
    keys.map(jobIdOf).map((id) =>
      find(id).catch(async (error: Error) => {
        if ((await mendJobs(connection, jobs, [id])).length === 0) throw error;
        return find(id);
      }),
    ),
  );
}
