import { type BatchSummary, openQueue, type QueueOptions, type TaskStatus } from '@rnp/queue';
import { isWord } from '../checks.js';
import { UsageError } from '../errors.js';
import type { TrainedSoFar } from '../run/events.js';
import { statusOf } from './statusOf.js';

/** A run of a sweep on a queue, or a shard of a corpus. */
export interface QueuedTask extends TaskStatus {
  /** Progress of a run; null before the first, and for what is done or no run. */
  readonly soFar: TrainedSoFar | null;
  /** SSE per held-out image of a run that is done; null otherwise. */
  readonly ssePerImage: number | null;
}

/** The sweeps and corpora on a queue. */
export interface QueuedSweeps extends AsyncDisposable {
  /** All of them, the oldest first. */
  list(): Promise<readonly BatchSummary[]>;
  /**
   * The tasks of one, in its order.
   *
   * @throws UsageError RNP_USAGE naming those that there are if none has this id
   */
  tasks(id: string): Promise<readonly QueuedTask[]>;
  /**
   * Cancels one: tasks that wait never start, those at work save and stop. Submitted again, it continues from there.
   *
   * @throws UsageError as `tasks`
   */
  cancel(id: string): Promise<void>;
}

/**
 * Opens the sweeps and corpora on a queue, to look at them and to cancel them.
 *
 * @returns disposed of by the caller
 * @throws RnpError RNP_CONFIG for invalid options, RNP_QUEUE if the queue cannot be reached
 */
export async function queuedSweeps(options: QueueOptions = {}): Promise<QueuedSweeps> {
  const queue = await openQueue(options);
  const requireSweep = async (id: string): Promise<void> => {
    isWord('id', id);
    if ((await queue.batch(id)) !== null) return;
    const ids = (await queue.batches()).map((batch) => batch.id);
    const others = ids.length === 0 ? '' : `; there are ${ids.slice(0, 10).join(', ')}`;
    throw new UsageError(`there is no sweep ${id} on this queue${others}`);
  };
  return {
    list: () => queue.batches(),
    tasks: async (id) => {
      await requireSweep(id);
      return (await queue.status(id)).map(queuedTask);
    },
    cancel: async (id) => {
      await requireSweep(id);
      await queue.cancel(id);
    },
    [Symbol.asyncDispose]: () => queue.close(),
  };
}

function queuedTask(task: TaskStatus): QueuedTask {
  if (task.state !== 'done') return { ...task, soFar: statusOf(task).soFar ?? null, ssePerImage: null };
  // Whoever reaches the queue may have written it.
  const { ssePerImage } = (task.result ?? {}) as { readonly ssePerImage?: unknown };
  return { ...task, soFar: null, ssePerImage: typeof ssePerImage === 'number' ? ssePerImage : null };
}
