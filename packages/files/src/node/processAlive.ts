import { readFile } from 'node:fs/promises';
import { codeOf } from './fileError.js';

/** Whether a process of this machine runs; one of another user counts. */
export function processAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * When a process started, in ticks since the machine did; undefined where the system does not tell (only Linux
 * does). Tells a process from a later one that was given the same number, as happens in containers at every
 * start.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything; the 22nd is wanted.
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
