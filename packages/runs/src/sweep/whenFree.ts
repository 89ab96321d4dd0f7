import { setTimeout as sleep } from 'node:timers/promises';
import { isExpected } from '../errors.js';

/** Of a sweep that was killed and begun again at once, the runs' old processes may still be in their last step. */
const busyMs = 30_000;

/** Does what needs the lock of a run's folder; while another process has it, again, for a while or until the signal. */
export async function whenFree<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const until = Date.now() + busyMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const busy = isExpected(error) && error.code === 'RNP_BUSY' && Date.now() < until;
      if (!busy || signal.aborted) throw error;
      await sleep(200);
    }
  }
}
