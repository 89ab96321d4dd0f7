import { expect, test } from '@jest/globals';
import { changesFrom } from '../../src/settings/changesFrom.js';
import { completeSettings, fromRecipe } from '../../src/settings/settings.js';

const of = (batchSize: number, length: number): Readonly<Record<string, string>> => {
  const plain = fromRecipe('quick-start');
  const data = { imageShape: [28, 28, 1] as const, length };
  const settings = { ...plain, training: { ...plain.training, batchSize } };
  return changesFrom('quick-start', completeSettings(settings, data), data);
};

test('what differs from a recipe is all that is said', () => {
  expect(of(16, 1000)).toEqual({ batchSize: '16' });
});

test('a run on fewer images than a batch of the recipe has says its own batch', () => {
  expect(of(8, 19)).toEqual({ batchSize: '8' });
});
