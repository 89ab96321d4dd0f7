import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** "0-2,5" → [0, 1, 2, 5] */
export function coreList(text) {
  return text.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** The cores this process may run on, where the system says. */
function allowedCores() {
  try {
    const line = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return line === null ? null : coreList(line[1]);
  } catch {
    return null;
  }
}

const hasTaskset = () => spawnSync('taskset', ['--version']).status === 0;

/**
 * Ties commands to cores, where that is possible.
 *
 * @returns {{ count: number, note: string | null,
 *   pin: (cores: number, command: readonly string[]) => readonly string[] }}
 *   how many cores there are, why nothing is pinned, and a command with what pins it
 */
export function pinning() {
  const count = availableParallelism();
  const allowed = allowedCores();
  if (allowed === null || !hasTaskset()) {
    const note = 'processes are not tied to cores: taskset (util-linux) is not there';
    return { count, note, pin: (_, command) => command };
  }
  return {
    count: allowed.length,
    note: null,
    // The first core also serves what else the machine does.
    pin: (cores, command) => ['taskset', '-c', allowed.slice(-cores).join(','), ...command],
  };
}
