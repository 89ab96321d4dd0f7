import type { Connection } from '../connection/connection.js';
import type { Holding } from '../errors.js';
import type { JobProgress } from '../tasks/taskJobs.js';

/**
 * Takes a lock back that ran out while the server was away or took no writes, if the job is still counted as being worked on and no
 * other worker has it. KEYS: the lock, the list of active jobs, the set of jobs suspected to have stalled, the job. ARGV: the job's id, our token,
 * how long the lock holds in milliseconds.
 */
const regainScript = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[2] then return 0 end
if not redis.call('LPOS', KEYS[2], ARGV[1]) then
  if redis.call('EXISTS', KEYS[4]) == 0 then return -1 end
  return redis.call('HEXISTS', KEYS[4], 'finishedOn') == 1 and 0 or -2
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('SREM', KEYS[3], ARGV[1])
return 1`;

/**
 * Writes what a job says of its progress, if the lock is still ours. BullMQ's own writes of progress look at no lock, so a worker that was
 * stopped and goes on would overwrite what the one says that has the job now, or has finished it. KEYS: the lock, the job. ARGV: our
 * token, the progress.
 */
const reportScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], 'progress', ARGV[2])
return 1`;

/** @returns whether it was written */
export async function reportProgress(
  { redis }: Connection,
  toKey: (name: string) => string,
  { id, token }: { readonly id: string; readonly token: string },
  progress: JobProgress,
): Promise<boolean> {
  const keys = [toKey(`${id}:lock`), toKey(id)];
  return (await redis.eval(reportScript, keys.length, ...keys, token, JSON.stringify(progress))) === 1;
}

const holdings: Readonly<Record<number, Holding>> = Object.freeze({
  1: 'ours',
  0: 'elsewhere',
  [-1]: 'gone',
  [-2]: 'waiting',
});

/** Who has the job; this worker (again), if it can be. What BullMQ itself writes is refused without the lock, so nothing can count twice. */
export async function regainLock(
  { redis }: Connection,
  toKey: (name: string) => string,
  job: { readonly id: string; readonly token: string; readonly lockMs: number },
): Promise<Holding> {
  const keys = [toKey(`${job.id}:lock`), toKey('active'), toKey('stalled'), toKey(job.id)];
  const answer = await redis.eval(regainScript, keys.length, ...keys, job.id, job.token, job.lockMs);
  return holdings[Number(answer)] ?? 'elsewhere';
}
