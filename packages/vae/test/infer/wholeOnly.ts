import { expect } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { infer, type PresenceOptions, rebornParts, treeBounds } from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

/** Expects that trees which inference leaves without some parts are refused, at this place, by whatever counts on all of them. */
export async function expectWholeOnly(presence: PresenceOptions, path: string): Promise<void> {
  const model = boldRnp();
  const images: tf.Tensor4D = strokes(1, [12, 12, 1]);
  const { trees } = await infer(model, images, { steps: 0, presence });
  const refused = { code: 'RNP_PARSE_TREE', path };
  await expect(treeBounds(model, trees, images)).rejects.toMatchObject(refused);
  const pixels = images.dataSync() as Float32Array;
  expect(() => rebornParts(trees, pixels, trees)).toThrow(
    expect.objectContaining(refused) as unknown as Error,
  );
  model.dispose();
  images.dispose();
}
