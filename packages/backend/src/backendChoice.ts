import { type BackendName, backendSources } from './backends.js';
import { BackendError } from './errors.js';

/**
 * The names that a caller of `useBackend` wants, in order.
 *
 * @throws BackendError `RNP_BACKEND_UNKNOWN` unless there is one, and all are known
 */
export function namesOf(preference: unknown): readonly BackendName[] {
  const known = Object.keys(backendSources).join(', ');
  const names: unknown = typeof preference === 'string' ? [preference] : preference;
  if (!Array.isArray(names) || names.length === 0) {
    const what = Array.isArray(names) ? 'the list of backends is empty' : 'no backend was named';
    throw new BackendError('RNP_BACKEND_UNKNOWN', `${what}; name one or more of ${known}`);
  }
  for (const name of names) {
    if (typeof name !== 'string' || !Object.hasOwn(backendSources, name)) {
      throw new BackendError('RNP_BACKEND_UNKNOWN', `no backend is called '${name}'; known are ${known}`);
    }
  }
  return [...names];
}

const optionNames: readonly string[] = ['signal', 'load', 'wasmPaths'];

/** @throws BackendError `RNP_BACKEND_OPTION` for options that `useBackend` does not have or cannot use */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw refused(`the options must be an object with ${optionNames.join(', ')}, not ${String(options)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!optionNames.includes(name)) {
      throw refused(`useBackend has no option '${name}'; it has ${optionNames.join(', ')}`);
    }
    if (value === undefined) continue;
    if (name === 'signal' && typeof (value as Partial<AbortSignal>).throwIfAborted !== 'function') {
      throw refused('signal must be an AbortSignal');
    }
    if (name === 'load') checkLoaders(value);
    if (name === 'wasmPaths' && typeof value !== 'string' && (typeof value !== 'object' || value === null)) {
      throw refused('wasmPaths must be the URL of a folder, or an object with a URL for each file');
    }
  }
}

function checkLoaders(load: unknown): void {
  for (const [name, loader] of Object.entries(load ?? {})) {
    namesOf([name]);
    if (loader !== undefined && typeof loader !== 'function') {
      throw refused(`load.${name} must be a function that imports the package`);
    }
  }
}

function refused(message: string): BackendError {
  return new BackendError('RNP_BACKEND_OPTION', message);
}
