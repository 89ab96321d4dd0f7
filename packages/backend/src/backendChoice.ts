import { RnpError, shown } from '@rnp/errors';
import { type BackendName, backendSources } from './backends.js';
import { check } from './checks.js';

/**
 * The names that a caller of `useBackend` wants, in order.
 *
 * @throws RnpError `RNP_BACKEND_UNKNOWN` unless there is one, and all are known
 */
export function namesOf(preference: unknown): readonly BackendName[] {
  const known = Object.keys(backendSources).join(', ');
  const names: unknown = typeof preference === 'string' ? [preference] : preference;
  if (!Array.isArray(names) || names.length === 0) {
    const what = Array.isArray(names)
      ? 'the list of backends is empty'
      : `a backend's name or a list of names is expected, not ${shown(names)}`;
    throw new RnpError('RNP_BACKEND_UNKNOWN', `${what}; name one or more of ${known}`);
  }
  for (const name of names) {
    if (typeof name !== 'string' || !Object.hasOwn(backendSources, name)) {
      const called = typeof name === 'string' ? `'${name}'` : shown(name);
      throw new RnpError('RNP_BACKEND_UNKNOWN', `no backend is called ${called}; known are ${known}`);
    }
  }
  return [...names];
}

const optionNames: readonly string[] = ['signal', 'load', 'wasmPaths'];

/** @throws RnpError `RNP_CONFIG` for options that `useBackend` does not have or cannot use */
export function checkOptions(options: unknown): void {
  check.options('options', options, [], optionNames);
  const { signal, load, wasmPaths } = options as Readonly<Record<string, unknown>>;
  if (signal !== undefined) check.signal('options.signal', signal);
  if (load !== undefined) checkLoaders(load);
  if (wasmPaths === undefined || typeof wasmPaths === 'string') return;
  if (typeof wasmPaths !== 'object' || wasmPaths === null) {
    const wanted = 'must be the URL of a folder, or an object with a URL for each file';
    throw new RnpError('RNP_CONFIG', `${wanted}, not ${shown(wasmPaths)}`, { path: 'options.wasmPaths' });
  }
}

function checkLoaders(load: unknown): void {
  check.object('options.load', load);
  for (const [name, loader] of Object.entries(load as object)) {
    namesOf([name]);
    if (loader === undefined || typeof loader === 'function') continue;
    const problem = `must be a function that imports the package, not ${shown(loader)}`;
    throw new RnpError('RNP_CONFIG', problem, { path: `options.load.${name}` });
  }
}
