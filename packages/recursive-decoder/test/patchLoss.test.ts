import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { zoom } from '@rnp/spatial-transformer';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { patchLoss, unroll } from '../src/index.js';
import { boldParameters, smallConfig } from './smallDecoder.js';

describe.each(['cpu', 'wasm'] as const)('patchLoss on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('compares inner patches with zoomed views, deeper ones with views of views', () => {
    tf.tidy(() => {
      const config = smallConfig({ childrenPerLevel: [2, 2, 2], scaleOffset: [0.4, 0.5, 0.6] });
      const images = tf.abs(normals([2, 9, 12, 2], 1)) as tf.Tensor4D;
      const unrolled = unroll(boldParameters(config), config, normals([2, 5], 2) as tf.Tensor2D, {
        innerPatches: true,
      });
      const twice = (x: tf.Tensor4D): tf.Tensor4D =>
        tf.concat(tf.split(x, x.shape[0]).flatMap((one) => [one, one])) as tf.Tensor4D;
      const sizes = { scaleOffset: 0.4, outputShape: [4, 5] as [number, number] };
      const top = tf.reshape(unrolled.levels[0]!.actions, [4, 6]) as tf.Tensor2D;
      const middle = tf.reshape(unrolled.levels[1]!.actions, [8, 6]) as tf.Tensor2D;
      const view = zoom(twice(images), top, { ...sizes, outputShape: [9, 12] });
      const targets = [
        zoom(twice(images), top, sizes),
        zoom(twice(view), middle, { ...sizes, scaleOffset: 0.5 }),
      ];
      const perLevel = targets.map((target, k) =>
        tf.sum(tf.reshape(tf.square(tf.sub(unrolled.levels[k]!.patches!, target)), [2, -1]), 1),
      );
      const loss = patchLoss(unrolled, config, images);
      expect(loss.shape).toEqual([2]);
      expect(distance(tf.div(loss, tf.addN(perLevel)), tf.ones([2]))).toBeLessThan(1e-4);
    });
  });

  test('gradients agree with finite differences, and none flows through the zoom', () => {
    tf.tidy(() => {
      const config = smallConfig();
      const params = boldParameters(config, 5, 1);
      const images = tf.abs(normals([2, 9, 12, 2], 1)) as tf.Tensor4D;
      const names = ['state/output/decoder1/kernel', 'state/output/decoder2/kernel'];
      const program = normals([2, 5], 2) as tf.Tensor2D;
      const lossWith = (moved: Record<string, tf.Tensor>): tf.Tensor => {
        const unrolled = unroll({ ...params, ...moved }, config, program, { innerPatches: true });
        return tf.sum(patchLoss(unrolled, config, images));
      };
      // These weights move the patches and, in two levels, nothing that zoom looks at.
      gradientCheck(
        (...kernels) => lossWith(Object.fromEntries(names.map((name, i) => [name, kernels[i]!]))),
        names.map((name) => params[name]!),
        { step: 2e-3, tolerance: 3e-2 },
      );
      const action = 'policy/output/action/kernel';
      const [kernel, action_] = tf.grads((a, b) => lossWith({ [names[0]!]: a!, [action]: b! }))([
        params[names[0]!]!,
        params[action]!,
      ]) as [tf.Tensor, tf.Tensor];
      expect(tf.max(tf.abs(kernel)).dataSync()[0]).toBeGreaterThan(0);
      // Actions still feed the next state; with one step they have no other way to the patches.
      expect(action_.shape).toEqual(params[action]!.shape);
      const single = smallConfig({ childrenPerLevel: [1, 1] });
      const unroll1 = (b: tf.Tensor): tf.Tensor =>
        tf.add(
          tf.sum(
            patchLoss(
              unroll({ ...params, [action]: b }, single, program, { innerPatches: true }),
              single,
              images,
            ),
          ),
          tf.mul(tf.sum(b), 0),
        );
      expect(tf.max(tf.abs(tf.grad(unroll1)(params[action]!))).dataSync()[0]).toBe(0);
    });
  });

  test('a tree of one level has none', () => {
    tf.tidy(() => {
      const config = smallConfig({ childrenPerLevel: [3], scaleOffset: [0.4] });
      const unrolled = unroll(boldParameters(config), config, normals([2, 5], 2) as tf.Tensor2D);
      expect(Array.from(patchLoss(unrolled, config, tf.zeros([2, 9, 12, 2])).dataSync())).toEqual([0, 0]);
    });
  });

  test('misuse is named and nothing leaks', async () => {
    const config = smallConfig();
    const params = boldParameters(config);
    const program = normals([2, 5], 2) as tf.Tensor2D;
    const images = tf.zeros([2, 9, 12, 2]) as tf.Tensor4D;
    const plain = unroll(params, config, program);
    const unrolled = unroll(params, config, program, { innerPatches: true });
    expect(await leakedTensors(() => patchLoss(unrolled, config, images).dispose())).toBe(0);
    expect(() => patchLoss(plain, config, images)).toThrow('innerPatches: true');
    expect(() => patchLoss(unrolled, config, tf.zeros([2, 12, 9, 2]))).toThrow(
      expect.objectContaining({ code: 'RNP_SHAPE' }),
    );
    tf.dispose([plain, unrolled, images, program, ...Object.values(params)]);
  });
});
