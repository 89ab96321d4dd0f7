import type { Batch, TaskQueue } from '@rnp/queue';

/**
 * Queues a batch. A task that was done once, and whose result is gone from the store since, is done again.
 *
 * @param isStored whether the result of the task with this key is in the store
 */
export async function submitBatch(
  queue: TaskQueue,
  batch: Batch,
  isStored: (key: string) => Promise<boolean>,
): Promise<void> {
  await queue.submit(batch);
  for (const { key, state } of await queue.status(batch.id)) {
    // Others may have been done in this moment; only what is lost may stop what is under way.
    if (state !== 'done' || (await isStored(key))) continue;
    await queue.remove(batch.id);
    await queue.submit(batch);
    return;
  }
}
