import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Has a program killed when this process ends, however it ends: Jest kills its workers with a signal, and handlers for the end of a process
 * do not run in its sandbox. What is left behind would go on for ever, and hold the output that whoever ran the tests waits for.
 *
 * @param group whether the program is the first of a process group, which is killed with it
 */
export function endsWithUs<C extends ChildProcess>(child: C, group = false): C {
  const { pid } = child;
  if (pid === undefined || process.platform === 'win32') return child;
  // It reads until our end of its input is gone.
  const watching = spawn('/bin/sh', ['-c', 'read -r _; kill -9 "$0"', String(group ? -pid : pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watching.on('error', () => undefined);
  watching.stdin.on('error', () => undefined);
  watching.unref();
  (watching.stdin as Socket).unref();
  // The number of a process that has ended may be another one's soon.
  child.once('exit', () => watching.kill('SIGKILL'));
  return child;
}
