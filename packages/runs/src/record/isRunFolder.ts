import { check, isWord, type Look } from '../checks.js';
import type { RunFolder } from './runFolder.js';

const names: readonly (keyof RunFolder)[] = Object.freeze([
  'dir',
  'model',
  'best',
  'rows',
  'evaluations',
  'metrics',
  'record',
  'dataFiles',
  'report',
] as const);

/** What `runFolder` gives. */
export const isRunFolder: Look = (path, value) => {
  check.options(path, value, names);
  for (const name of names) isWord(`${path}.${name}`, (value as RunFolder)[name]);
};
