import { RnpError } from '@rnp/errors';
import { check } from './checks.js';
import { duplicateKey } from './duplicateKey.js';

/**
 * JSON that people may have written. `JSON.parse` keeps the last of two values of one name without a word; here that is an error.
 *
 * @throws RnpError RNP_CONFIG, with `path` as its path, for what is no JSON and for a name that stands twice in one object
 */
export function parseJson(text: string, path = 'text'): unknown {
  check.text('path', path);
  check.text('text', text);
  const refuse = (problem: string, cause?: unknown): RnpError =>
    new RnpError('RNP_CONFIG', problem, { path, cause });
  if (text.trim() === '') throw refuse('is empty; give JSON, such as {}');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse(`is no JSON (${(cause as Error).message})`, cause);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) {
    throw refuse(`has ${JSON.stringify(twice.slice(0, 100))} twice in one object; keep one of them`);
  }
  return value;
}
