import type { TaskJobs } from '../tasks/taskJobs.js';

/** The names of the workers that are connected to a queue now; those of servers that tell nothing of their clients are not known: none. */
export async function namesOfWorkers(jobs: TaskJobs): Promise<string[]> {
  const clients = (await jobs.getWorkers()) as readonly { readonly rawname?: string }[];
  return clients.flatMap(({ rawname }) => /:w:(.+)$/.exec(rawname ?? '')?.slice(1) ?? []);
}
