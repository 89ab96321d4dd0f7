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

/** The browser's Web Locks, which end with their page. Without them, as on pages that are not secure, every page may train. */
export const browserRunLock: RunLock = {
  take: async () => {
    const locks = locksOf();
    if (locks === null) return () => undefined;
    for (;;) {
      const release = await takenIfFree(locks);
      if (release !== null || (await isTaken())) return release;
      // Pages that have waited for it share it for a moment, which is as long as their machine is busy.
    }
  },
  isTaken,
  free: async () => {
    await locksOf()?.request(name, { mode: 'shared' }, () => undefined);
  },
};

function takenIfFree(locks: LockManager): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, { ifAvailable: true }, (lock) =>
        lock === null ? resolve(null) : new Promise<void>((release) => resolve(release)),
      )
      .catch(reject);
  });
}

async function isTaken(): Promise<boolean> {
  const { held = [] } = (await locksOf()?.query()) ?? {};
  return held.some((lock) => lock.name === name && lock.mode === 'exclusive');
}

function locksOf(): LockManager | null {
  return (navigator as { readonly locks?: LockManager }).locks ?? null;
}
