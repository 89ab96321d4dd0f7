import { basename, resolve } from 'node:path';
import { check } from '../checks.js';
import { splitSpec } from './dataSpec.js';

/** The name of data in a title. For a folder, it is the last part of its path, without settings. */
export function dataTitle(name: string): string {
  check.text('name', name);
  const { place } = splitSpec(name);
  return basename(resolve(place)) || place;
}
