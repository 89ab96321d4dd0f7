import assert from 'node:assert/strict';
import { useBackend } from '@rnp/backend';
import { place } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';

for (const backend of ['wasm', 'cpu']) {
  await useBackend(backend);
  const image = tf.tensor4d([0, 1, 0, 0.5, 0, 0, 1, 0, 0.25], [1, 3, 3, 1]);
  // Scale 1 (parameter 0, offset 0), no rotation, no shear, no shift: the part itself.
  const rest = tf.zeros([1, 6]);
  const draw = (params) => place(image, params, { scaleOffset: 0, outputShape: [3, 3] });
  for (const [i, value] of draw(rest).dataSync().entries()) {
    assert.ok(Math.abs(value - image.dataSync()[i]) < 1e-5, `${backend}: pixel ${i} is ${value}`);
  }
  assert.deepEqual(tf.grad((params) => tf.sum(draw(params)))(rest).shape, [1, 6]);
}
