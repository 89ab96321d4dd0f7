import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { meantBeside } from '../../src/words/meantBeside.js';

test('names beside what is not there, as they would be typed', () => {
  const path = temporaryFolder();
  mkdirSync(join(path, 'photos/cats'), { recursive: true });
  writeFileSync(join(path, 'photos/cats/tom.png'), '');
  writeFileSync(join(path, 'photoz'), '');
  const meant = (way: string, kind?: 'folder'): readonly string[] => meantBeside(join(path, way), kind);
  expect(meant('photos/cts')).toEqual([join(path, 'photos/cats')]);
  expect(meant('Photos/cats/tom.png')).toEqual([join(path, 'photos/cats/tom.png')]);
  // Two words that are wrong.
  expect(meant('fotos/cats/tim.png')).toEqual([join(path, 'photos/cats/tom.png')]);
  expect(meant('photosz')).toEqual([join(path, 'photos'), join(path, 'photoz')]);
  expect(meant('photosz', 'folder')).toEqual([join(path, 'photos')]);
  expect(meant('nothing-alike')).toEqual([]);
  // Only what the way goes through can be meant.
  expect(meant('photoz/x')).toEqual([]);
});
