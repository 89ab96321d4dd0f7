import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { resolveSettings } from '../../src/settings/settings.js';

const dir = await mkdtemp(join(tmpdir(), 'rnp-file-values-'));
const file = join(dir, 'mine.json');
afterAll(() => rm(dir, { recursive: true }));

test.each([
  ['{"workers":0.5}', 'workers', 'must be a whole number from 1, not 0.5'],
  ['{"workers":"many"}', 'workers', 'must be a whole number from 1, or all, not the string "many"'],
  ['{"training":{"seed":"x"}}', 'training.seed', 'must be a whole number from 0, not the string "x"'],
  ['{"model":{"latent":0.5}}', 'model.latent', 'must be a whole number from 1 to 65536, not 0.5'],
  ['{"model":{"__proto__":3}}', 'model.__proto__', 'is no setting; there are '],
  ['{"model":{"latnt":8}}', 'model.latnt', 'is no setting. Did you mean latent?'],
  ['{"training":{"lerningRate":3}}', 'training.lerningRate', 'Did you mean learningRate?'],
])('%s: the file is named', async (text, place, complaint) => {
  writeFileSync(file, text);
  await expect(resolveSettings({ config: file })).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    path: `${file}: ${place}`,
    complaint: expect.stringContaining(complaint),
  });
});

test('a value of a file is looked at though another one is laid over it', async () => {
  writeFileSync(file, '{"workers":0.5}');
  await expect(resolveSettings({ config: file, workers: 1 })).rejects.toThrow('workers: must be');
  writeFileSync(file, '{"training":{"seed":-1}}');
  await expect(resolveSettings({ config: file, seed: 1 })).rejects.toThrow('training.seed: must be');
});

test('what suits only other settings is no matter of the file alone', async () => {
  writeFileSync(file, '{"model":{"scaleOffset":[0.5,0.5,0.5],"childrenPerLevel":[2,2,2]}}');
  expect((await resolveSettings({ config: file })).model.scaleOffset).toEqual([0.5, 0.5, 0.5]);
});

test.each([
  ['{"augment":"none"}', undefined],
  ['{"augment":"shift:2"}', { shift: 2 }],
  ['{"augment":{"shift":2}}', { shift: 2 }],
])('an augmentation as it is typed, or by name: %s', async (text, augment) => {
  writeFileSync(file, text);
  expect((await resolveSettings({ recipe: 'own-pictures', config: file })).augment).toEqual(augment);
});

test('a text that is no augmentation is refused with the file that holds it', async () => {
  writeFileSync(file, '{"augment":"flip:2"}');
  await expect(resolveSettings({ config: file })).rejects.toMatchObject({
    path: 'augment',
    complaint: expect.stringMatching(
      /^must be none, or such as shift:2,rotate:5, .*"flip:2" in .*mine\.json$/,
    ),
  });
});

test('all is an engine per core, as it is typed', async () => {
  writeFileSync(file, '{"workers":"all"}');
  expect((await resolveSettings({ config: file, settings: {} })).workers).toBeNull();
});

test('the settings that there are are listed once', async () => {
  writeFileSync(file, '{"model":{"__proto__":3}}');
  const { message } = await resolveSettings({ config: file }).then(
    () => new Error('taken'),
    (error: Error) => error,
  );
  const names = message.split('there are ')[1]!.split(', ');
  expect(names).toEqual([...new Set(names)]);
});
