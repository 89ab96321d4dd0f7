import { basename } from 'node:path';
import { splitSpec } from './dataSpec.js';

/** What data is called in a title: a folder by its last name alone, without the settings it was read with. */
export function dataTitle(name: string): string {
  const { place } = splitSpec(name);
  return basename(place) || place;
}
