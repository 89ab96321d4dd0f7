/** What the work gives, or null where the signal has ended it. */
export function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (!signal.aborted || error !== signal.reason) throw error;
    return null;
  });
}
