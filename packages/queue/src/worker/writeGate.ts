import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker as Fetcher } from 'bullmq';
import type { Connection } from '../connection/connection.js';

/** How often a server that refuses writes is asked again. */
const everyMs = 500;

/**
 * Takes no tasks while the server refuses writes, of which taking a task is one: BullMQ by itself would ask on without a pause. The
 * tasks at work go on.
 *
 * @returns to be called when a write was refused
 */
export function writeGate(
  { redis, prefix, troubles }: Connection,
  fetcher: Fetcher,
  isOver: () => boolean,
): () => void {
  let shut = false;
  const wait = async (): Promise<void> => {
    await fetcher.pause(true);
    while (!isOver()) {
      try {
        await redis.set(`${prefix}:probe`, '1', 'PX', 1000);
        break;
      } catch {
        await sleep(everyMs);
      }
    }
    shut = false;
    if (isOver()) return;
    troubles.over('writes');
    await fetcher.resume();
  };
  return () => {
    if (shut) return;
    shut = true;
    void wait();
  };
}
