import type { Connection } from '../connection/connection.js';

/**
 * Looks, twice in the time that a lock holds, for tasks whose worker is gone, and puts them back. One worker of a queue does it for
 * all.
 *
 * BullMQ's own check would look at once when a server is back, find the locks of all workers run out, and take their work from them. This
 * one waits until they had the time to take their locks back.
 *
 * @param lookForStalled BullMQ's check
 * @returns ends the looking
 */
export function stallCheck(
  { troubles }: Connection,
  lockMs: number,
  lookForStalled: () => Promise<unknown>,
): () => void {
  let looking = false;
  const look = (): void => {
    if (looking || troubles.calmMs() < lockMs) return;
    looking = true;
    lookForStalled()
      .catch((error) => troubles.met(error))
      .finally(() => {
        looking = false;
      });
  };
  look();
  const timer = setInterval(look, lockMs / 2);
  return () => clearInterval(timer);
}
