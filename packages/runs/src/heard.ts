import { setImmediate } from 'node:timers/promises';

/** Lets whoever stops the work be heard between two pieces of it that wait for nothing. @throws the signal's reason when it is aborted */
export async function heard(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await setImmediate();
  signal.throwIfAborted();
}
