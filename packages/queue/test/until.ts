import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds, and says what did not when it never does. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 300_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`it never came to pass: ${what}`);
    await sleep(50);
  }
}
