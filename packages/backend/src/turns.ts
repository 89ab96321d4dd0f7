/** Settles when the last turn that was asked for is over; never rejects. */
let last: Promise<void> = Promise.resolve();

/** Turns that wait for an earlier one. */
let waiting = 0;

/**
 * Runs `work` when every earlier call has ended: TensorFlow.js has one active backend, and of two starts at once it throws the
 * first away.
 *
 * @throws what `work` throws; the signal's reason when it aborts before `work` begins, which then never runs
 */
export async function inTurn<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const before = last;
  let leave!: () => void;
  const over = new Promise<void>((resolve) => {
    leave = resolve;
  });
  last = before.then(() => over);
  try {
    waiting++;
    try {
      await unlessAborted(before, signal);
    } finally {
      waiting--;
    }
    return await work();
  } finally {
    // Whoever waited for this turn goes on before the next one changes the backend.
    if (waiting > 0) setTimeout(leave, 0);
    else leave();
  }
}

/** The promise's outcome, or a rejection with the signal's reason as soon as it aborts. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
