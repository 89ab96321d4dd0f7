/**
 * What the work gives, or null as soon as the signal is aborted, also where a server that is away lets it wait for a minute. Whatever comes of
 * the work after that is nobody's any more.
 */
export function unlessLeft<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(null);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
