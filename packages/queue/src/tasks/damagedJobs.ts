import type { Connection } from '../connection/connection.js';
import { type JobData, jobOptions, type TaskJobs } from './taskJobs.js';

/** The parts of a job that BullMQ reads as JSON before anybody else sees it, and what stands in for one that is none. */
const parts = Object.freeze({
  data: JSON.stringify({ name: 'damaged', payload: '' } satisfies JobData),
  opts: JSON.stringify(jobOptions),
  progress: '0',
} as const);

/**
 * BullMQ cannot hand out a job whose record is no JSON: it would be taken up again and again, and stay at work for ever. Such records
 * are made readable, without a payload, so that the task fails as any does whose payload is none.
 *
 * @param ids of jobs
 * @returns those that were damaged
 */
export async function mendJobs(
  { redis }: Connection,
  jobs: TaskJobs,
  ids: readonly string[],
): Promise<string[]> {
  const damaged: string[] = [];
  for (const id of ids) {
    const key = jobs.toKey(id);
    const names = Object.keys(parts) as (keyof typeof parts)[];
    const held = await redis.hmget(key, ...names);
    const bad = names.filter((name, i) => held[i] != null && !isReadable(held[i], name));
    if (bad.length === 0) continue;
    const whole = { ...Object.fromEntries(bad.map((name) => [name, parts[name]])), data: parts.data };
    await redis.hset(key, whole);
    damaged.push(id);
  }
  return damaged;
}

function isReadable(text: string, name: keyof typeof parts): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return name !== 'opts' || (typeof value === 'object' && value !== null && !Array.isArray(value));
  } catch {
    return false;
  }
}
