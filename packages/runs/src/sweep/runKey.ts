import { sha256 } from '@rnp/files/node';
import { isWord } from '../checks.js';
import { checkSettings } from '../settings/checkSources.js';
import type { Settings } from '../settings/settingTypes.js';

/**
 * The key of a run: a hash of everything that decides its numbers. Runs with the same key are the same work.
 * The name and the place of the data do not matter, its content does.
 *
 * @param digest of the data's content (`dataContent`)
 * @returns 32 hexadecimal digits
 */
export function runKey(settings: Settings, backend: string, digest: string): string {
  checkSettings('settings', settings);
  isWord('backend', backend);
  isWord('digest', digest);
  return sha256(canonicalJson({ ...settings, data: digest, backend })).slice(0, 32);
}

/** JSON with the keys of objects in order, so that the same content is the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
