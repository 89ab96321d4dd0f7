/** Who may train: one page of a browser, as they all keep their run in the same place. */
export interface RunLock {
  /** @returns what gives it back; null while another page has it */
  take(): Promise<(() => void) | null>;
  /** Whether another page has it. */
  isTaken(): Promise<boolean>;
  /** Waits until nobody has it. */
  free(): Promise<void>;
}

const name = 'rnp-playground-run';
/** Pages that wait for it have it for a moment each. */
const patienceMilliseconds = 500;

/** The browser's Web Locks, which end with their page. Without them, as on pages that are not secure, every page may train. */
export const browserRunLock: RunLock = {
  take: () =>
    new Promise((resolve) => {
      const locks = locksOf();
      if (locks === null) return resolve(() => undefined);
      const signal = AbortSignal.timeout(patienceMilliseconds);
      locks
        .request(name, { signal }, () => new Promise<void>((release) => resolve(release)))
        .catch(() => resolve(null));
    }),
  isTaken: async () => {
    const { held = [] } = (await locksOf()?.query()) ?? {};
    return held.some((lock) => lock.name === name && lock.mode === 'exclusive');
  },
  free: async () => {
    await locksOf()?.request(name, { mode: 'shared' }, () => undefined);
  },
};

function locksOf(): LockManager | null {
  return (navigator as { readonly locks?: LockManager }).locks ?? null;
}
