import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findChromium } from '@rnp-tools/browser-testing';
import { inBrowser } from './inBrowser.js';

/**
 * Where the suite runs.
 *
 * @typedef {object} Environment
 * @property {string} id
 * @property {string} label
 * @property {string} backend as `useBackend` takes it
 * @property {'node' | 'chromium'} place
 * @property {'webgl' | 'webgpu'} [graphics]
 * @property {boolean} [isolated] a page with the headers that let it share memory
 *
 * What is done there: the suite, a training step's time, or how far single operations are off.
 *
 * @typedef {'suite' | 'speed' | 'accuracy'} Task
 *
 * @typedef {object} Outcome
 * @property {import('./suite.js').Result[]} results
 * @property {string} [skipped] why
 * @property {number} [milliseconds] of a training step
 * @property {{ operation: string, error: number }[]} [accuracy] see `accuracy`
 */

/** @type {readonly Environment[]} */
export const environments = [
  { id: 'cpu-node', label: 'cpu, Node', backend: 'cpu', place: 'node' },
  { id: 'wasm-node', label: 'wasm, Node', backend: 'wasm', place: 'node' },
  { id: 'tensorflow-node', label: 'tensorflow (tfjs-node), Node', backend: 'tensorflow', place: 'node' },
  { id: 'cpu-chromium', label: 'cpu, Chromium', backend: 'cpu', place: 'chromium' },
  { id: 'wasm-chromium', label: 'wasm, Chromium', backend: 'wasm', place: 'chromium' },
  {
    id: 'wasm-isolated',
    label: 'wasm, Chromium, page that may share memory',
    backend: 'wasm',
    place: 'chromium',
    isolated: true,
  },
  {
    id: 'webgl',
    label: 'webgl, Chromium (software)',
    backend: 'webgl',
    place: 'chromium',
    graphics: 'webgl',
  },
  {
    id: 'webgpu',
    label: 'webgpu, Chromium (software)',
    backend: 'webgpu',
    place: 'chromium',
    graphics: 'webgpu',
  },
];

/** Seconds that a part of the suite may take in a browser: in software some need minutes, and some may never end. */
const patience = 600;

/**
 * @param {{ task?: Task, node?: readonly string[], limit?: number, parts?: readonly string[] }} [options] limit: in seconds, see `inBrowser`;
 *   parts: of the suite in a browser, all of them unless given
 * @returns {Promise<Outcome>} nothing of a failure to start is an exception: it is a reason to skip, which is told
 */
export async function runIn(
  environment,
  { task = 'suite', node = [process.execPath], limit = patience, parts } = {},
) {
  if (environment.place === 'node')
    return inNode(environment.backend, task === 'suite' ? [] : [`--${task}`], node);
  const chromium = findChromium();
  if (chromium === undefined) {
    return { skipped: 'there is no Chromium here; install one or set CHROMIUM_PATH', results: [] };
  }
  return inBrowser(environment, chromium, { task, limit, parts });
}

/** @param {readonly string[]} node the command that runs Node, such as ['npx', '-y', '-p', 'node@22', 'node'] */
export async function inNode(backend, flags, [command, ...before] = [process.execPath]) {
  const script = fileURLToPath(new URL('./inNode.js', import.meta.url));
  const child = spawn(command, [...before, script, backend, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const outcome = { results: [] };
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const exit = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const said = JSON.parse(line);
    if ('group' in said) outcome.results.push(said);
    else Object.assign(outcome, said);
  }
  const [code, signal] = await exit;
  if (code !== 0) throw new Error(`${backend} in Node ended with ${code ?? signal}:\n${errors.slice(-2000)}`);
  return outcome;
}
