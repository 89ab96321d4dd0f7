import { expect, test } from '@jest/globals';
import { withAddress } from '../src/manifest.js';

const manifest = { name: '@rnp/one', license: 'Apache-2.0', type: 'module' };

test('a manifest learns where it lives, after its licence', () => {
  const found = withAddress(manifest, 'someone/rnp', 'packages/one');
  expect(Object.keys(found)).toEqual(['name', 'license', 'repository', 'homepage', 'bugs', 'type']);
  expect(found.repository).toEqual({
    type: 'git',
    url: 'git+https://github.com/someone/rnp.git',
    directory: 'packages/one',
  });
});

test('moving replaces the old address', () => {
  const moved = withAddress(
    withAddress(manifest, 'someone/rnp', 'packages/one'),
    'other/rnp',
    'packages/one',
  );
  expect(moved).toEqual(withAddress(manifest, 'other/rnp', 'packages/one'));
});

test('what is no address is refused', () => {
  expect(() => withAddress(manifest, 'https://example.org/rnp', 'packages/one')).toThrow('is not OWNER/NAME');
});
