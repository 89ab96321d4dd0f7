import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeEach } from '@jest/globals';
import { endsWithUs } from './endsWithUs.js';

const running = new Map<ChildProcess, { readonly group: boolean }>();
let before: ReadonlySet<ChildProcess> = new Set();

/**
 * Has a program killed when the test that started it ends, failing or not; one that was started for all tests of a file at the end of
 * these. It is a failing test that leaves programs behind, and Jest waits for them.
 *
 * @param group whether the program is the first of a process group, which is killed with it
 */
export function endsWithTest<C extends ChildProcess>(child: C, group = false): C {
  running.set(child, { group });
  child.once('close', () => running.delete(child));
  return endsWithUs(child, group);
}

beforeEach(() => {
  before = new Set(running.keys());
});
afterEach(() => endAll([...running.keys()].filter((child) => !before.has(child))));
afterAll(() => endAll([...running.keys()]));

async function endAll(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(children.map(end));
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (!running.has(child)) return resolve();
    child.once('close', () => resolve());
    if (running.get(child)!.group && child.pid !== undefined) killGroup(child.pid);
    child.kill('SIGKILL');
    // Its outputs may be held by programs of its own.
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}
