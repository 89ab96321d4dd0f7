import { check, isFlag, isWord, type Look } from '../checks.js';
import { splits } from '../data/openData.js';
import { preprocessingLooks } from './preprocessingFlags.js';

const flagLooks: Readonly<Record<string, Look>> = Object.freeze({
  ...preprocessingLooks,
  model: isWord,
  data: isWord,
  class: isFlag,
});

/** What images are asked for by, among other options, which whoever takes them has looked at. */
export const areImageFlags: Look = (path, value) => {
  check.object(path, value);
  const flags = value as Readonly<Record<string, unknown>>;
  check.choice(`${path}.split`, flags.split, splits);
  for (const [name, look] of Object.entries(flagLooks)) {
    if (flags[name] !== undefined) look(`${path}.${name}`, flags[name]);
  }
};
