import type { TaskStatus } from '@rnp/queue';

const patienceMs = 10_000;

/**
 * Says once that workers are needed, when none has taken anything for a while.
 *
 * @param command that starts one, see `workerCommandLine`
 * @returns to be told how the tasks stand, now and then
 */
export function workerHint(
  onNote: (line: string) => void,
  command: string,
): (tasks: readonly TaskStatus[]) => void {
  const begun = performance.now();
  let done = false;
  return (tasks) => {
    if (done || performance.now() - begun < patienceMs) return;
    done = true;
    if (tasks.some(({ state }) => state === 'active' || state === 'done')) return;
    onNote(`nothing has been taken yet; start workers with: ${command}`);
  };
}
