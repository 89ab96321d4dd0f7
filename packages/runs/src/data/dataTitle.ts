import { basename } from 'node:path';
import { check } from '../checks.js';
import { splitSpec } from './dataSpec.js';

/** What data is called in a title: a folder by its last name alone, without the settings it was read with. */
export function dataTitle(name: string): string {
  check.text('name', name);
  const { place } = splitSpec(name);
  return basename(place) || place;
}
