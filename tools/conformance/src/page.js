// Runs in a browser; its exports are called from inBrowser.js.
import { useBackend } from '@rnp/backend';
import { accuracy } from './accuracy.js';
import { millisecondsAStep } from './speed.js';
import { part } from './suite.js';

/** Why there is no such backend here, or null. */
export async function start(backend) {
  return useBackend(backend, { wasmPaths: '/' }).then(
    () => null,
    (error) => error.message,
  );
}

/** @param {string} name of a part of the suite */
export async function run(name) {
  const [golden, reference] = await Promise.all(['/golden.json', '/reference.json'].map(json));
  const results = [];
  for await (const result of part(name, { golden, reference, modelFrom: '/mnist' })) results.push(result);
  return results;
}

export function speed() {
  return millisecondsAStep();
}

export { accuracy };

async function json(path) {
  return (await fetch(path)).json();
}
