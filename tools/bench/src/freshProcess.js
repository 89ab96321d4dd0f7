import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./child.js', import.meta.url));
const typescript = ['--import', import.meta.resolve('tsx')];

/** Something this machine or this version lacks; not a failure. */
export class MissingError extends Error {
  name = 'MissingError';
}

/** A measurement that ended without figures. */
export class MeasurementError extends Error {
  name = 'MeasurementError';
}

/**
 * Runs a command to its end.
 *
 * @param {readonly string[]} command
 * @param {{ env?: Record<string, string>, cwd?: string, signal: AbortSignal, ipc?: boolean,
 *   onLine?: (line: string) => void, onMessage?: (message: any) => void }} options
 * @throws MeasurementError with the end of what it said; the signal's reason when aborted
 */
export function runProcess([file, ...args], { env, cwd, signal, ipc = false, onLine, onMessage }) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const process_ = spawn(file, args, {
      cwd,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc'] : [])],
    });
    // Nothing of value is in its hands, and Python would end its step first.
    const kill = () => process_.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    const tail = [];
    const keep = (line) => {
      tail.push(line);
      if (tail.length > 15) tail.shift();
    };
    createInterface(process_.stdout).on('line', (line) => {
      keep(line);
      onLine?.(line);
    });
    createInterface(process_.stderr).on('line', keep);
    if (onMessage) process_.on('message', onMessage);
    process_.on('error', (error) => {
      signal.removeEventListener('abort', kill);
      reject(new MeasurementError(`${file} cannot be run: ${error.message}`));
    });
    process_.on('close', (code, by) => {
      signal.removeEventListener('abort', kill);
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new MeasurementError(`${file} ended with ${code ?? by}:\n${tail.join('\n')}`));
    });
  });
}

/**
 * One measurement of ours in a Node process of its own.
 *
 * @param {string} name a file of ours/
 * @param {{ checkout?: string, sources?: boolean }} [where] checkout: another one of this repository, with built packages, whose measurement it is;
 *   sources: whether it imports tools that are TypeScript
 * @returns {Promise<Record<string, unknown>>} its figures
 */
export async function measureInChild(
  name,
  options,
  { pin, cores, signal, progress },
  { checkout, sources } = {},
) {
  let last = null;
  const script = checkout ? join(checkout, 'tools', 'bench', 'src', 'child.js') : child;
  const command = pin(cores, [
    process.execPath,
    ...(sources ? typescript : []),
    script,
    name,
    JSON.stringify(options),
  ]);
  await runProcess(command, {
    signal,
    ipc: true,
    onMessage: (message) => {
      if ('share' in message) progress(message.share);
      else last = message;
    },
  });
  if (last === null) throw new MeasurementError(`${name} ended without figures`);
  if ('error' in last) throw new (last.missing ? MissingError : MeasurementError)(last.error);
  return last.figures;
}
