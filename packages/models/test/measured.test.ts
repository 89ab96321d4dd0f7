import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { sequentialBatches } from '@rnp/datasets';
import { loadDataset } from '@rnp/datasets/node';
import { evaluate } from '@rnp/vae';
import { loadModel, modelNames } from '../src/index.js';

const folder = process.env.RNP_DATA_DIR;

/** The card's figures come from full precision and another batch size; half precision moves them by less than this. */
const tolerance = 0.01;

describe.each(modelNames)('the whole test split of %s', (name) => {
  if (folder === undefined || !existsSync(join(folder, name))) {
    test.skip(`skipped: RNP_DATA_DIR does not name a folder that holds ${name}`, () => {});
    return;
  }
  test('gives the figures of the card', async () => {
    await useBackend('wasm');
    const data = await loadDataset(name, { split: 'test' });
    const { model, card } = await loadModel(name);
    try {
      const { ssePerImage, parse } = await evaluate(model, sequentialBatches(data, 100));
      const near = (found: number, wanted: number): void =>
        expect(Math.abs(found / wanted - 1)).toBeLessThan(tolerance);
      near(ssePerImage, card.figures.ssePerImage);
      for (const level of card.figures.purity.keys()) {
        near(parse!.purity[level]!, card.figures.purity[level]!);
        near(parse!.effectiveChildren[level]!, card.figures.effectiveChildren[level]!);
      }
    } finally {
      model.dispose();
    }
  }, 900_000);
});
