import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MeasurementError, runProcess } from '../freshProcess.js';

/** How to get a peer to measure against. */
export const howToGetPeer =
  'give --python PATH, an interpreter with torch (python3 -m venv VENV && VENV/bin/pip install torch numpy pillow), ' +
  'and --peers DIR, the folder with bench.py, recipe_torch.py, rnp_torch.py and train.py';

/** Untuned, PyTorch returns its large buffers to the system after each use and is a weaker peer. */
const allocator = Object.freeze({
  MALLOC_MMAP_THRESHOLD_: '4294967296',
  MALLOC_TRIM_THRESHOLD_: '8589934592',
  MALLOC_TOP_PAD_: '268435456',
});

/**
 * What every script of the peer runs with.
 *
 * @param {number} threads
 */
export function peerEnvironment(threads) {
  return { ...allocator, OMP_NUM_THREADS: String(threads), PYTHONDONTWRITEBYTECODE: '1' };
}

/**
 * Runs a script of the peer to its end.
 *
 * @param {readonly string[]} command
 * @param {{ cores: number, pin: Function, signal: AbortSignal, onLine?: (line: string) => void }} options
 * @throws MeasurementError, with what to do where the interpreter lacks a module
 */
export async function runPeer(command, { cores, pin, signal, onLine }) {
  try {
    await runProcess(pin(cores, command), { signal, onLine, env: peerEnvironment(cores) });
  } catch (error) {
    const advise = error instanceof MeasurementError && error.message.includes('ModuleNotFoundError');
    throw advise ? new MeasurementError(`${error.message}\nTo have it, ${howToGetPeer}`) : error;
  }
}

/** The path of a script, and null where there is none. */
export function peerScript(peers, name) {
  const path = join(peers, name);
  return existsSync(path) ? path : null;
}

/** The last line of a program's output that is a JSON object, or null. */
export function lastJson(lines) {
  for (const line of lines.toReversed()) {
    try {
      const value = JSON.parse(line);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // Some other line.
    }
  }
  return null;
}
