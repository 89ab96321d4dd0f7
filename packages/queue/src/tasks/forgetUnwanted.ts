import type { Connection } from '../connection/connection.js';
import type { BatchRecords } from './batchRecords.js';
import { findJobs } from './findJobs.js';
import { addJobs, chunks, keyOfJob, type TaskJob, type TaskJobs } from './taskJobs.js';

/** Removes the jobs that no batch wants. Gives the keys of those that a worker holds. */
export async function forgetUnwanted(
  connection: Connection,
  jobs: TaskJobs,
  records: BatchRecords,
  keys: readonly string[],
): Promise<string[]> {
  const busy: string[] = [];
  for (const chunk of chunks(keys)) {
    const wanted = await records.wanted(chunk);
    const unwanted = chunk.filter((key) => !wanted.has(key));
    const held = (await findJobs(connection, jobs, unwanted)).filter((job) => job !== undefined);
    const removed = await Promise.all(
      held.map((job) =>
        job.remove().then(
          () => true,
          (error: Error) => {
            if (/locked/.test(error.message)) return false;
            throw error;
          },
        ),
      ),
    );
    busy.push(...held.filter((_, i) => !removed[i]).map((job) => keyOfJob(job.id!)));
    await addWantedAgain(
      jobs,
      records,
      held.filter((_, i) => removed[i]),
    );
  }
  return busy;
}

/** Adds removed jobs again that somebody began to want between the look and the removal. */
export async function addWantedAgain(
  jobs: TaskJobs,
  records: BatchRecords,
  removed: readonly TaskJob[],
): Promise<void> {
  const wanted = await records.wanted(removed.map((job) => keyOfJob(job.id!)));
  const again = removed.filter((job) => wanted.has(keyOfJob(job.id!)));
  await addJobs(
    jobs,
    again.map((job) => ({ id: job.id!, kind: job.name, data: job.data })),
  );
}
