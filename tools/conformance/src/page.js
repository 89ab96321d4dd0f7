// Runs in a browser; its exports are called from inBrowser.js.
import { useBackend } from '@rnp/backend';
import { millisecondsAStep } from './speed.js';
import { suite } from './suite.js';

/** Why there is no such backend here, or null. */
export async function start(backend) {
  return useBackend(backend, { wasmPaths: '/' }).then(
    () => null,
    (error) => error.message,
  );
}

/** @param {string | null} without a section of the golden values to leave out */
export async function run(without) {
  const [golden, reference] = await Promise.all(['/golden.json', '/reference.json'].map(json));
  if (without !== null) delete golden[without];
  const results = [];
  for await (const result of suite({ golden, reference, modelFrom: '/mnist' })) results.push(result);
  return results;
}

export function speed() {
  return millisecondsAStep();
}

async function json(path) {
  return (await fetch(path)).json();
}
