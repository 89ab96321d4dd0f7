import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom } from '@rnp/nn';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  checkDecoderParameters,
  type DecoderOptions,
  decoderShapes,
  initDecoder,
  type Unrolled,
  unroll,
} from '../../src/index.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

const bar = [
  [0, 0, 1],
  [0, 1, 0],
  [1, 0, 0],
];
const variants: readonly [string, DecoderOptions][] = [
  ['elman, elu states', { stateActivation: 'elu' }],
  ['GRU', { cell: 'gru' }],
  ['LSTM', { cell: 'lstm' }],
  ['image feedback', { feedback: 'image' }],
  ['embedding', { generator: 'embedding' }],
  ['mixture', { generator: 'mixture', bases: 3 }],
  ['gain with image feedback and GRU', { generator: 'gain', feedback: 'image', cell: 'gru' }],
  ['embedding with image feedback and LSTM', { generator: 'embedding', feedback: 'image', cell: 'lstm' }],
  ['primitives', { leaf: { kind: 'primitives', images: [bar, bar.toReversed()] } }],
  ['primitives seen by image feedback', { leaf: { kind: 'primitives', images: [bar] }, feedback: 'image' }],
  ['one level', { childrenPerLevel: [3], scaleOffset: [0.5] }],
  ['three levels', { childrenPerLevel: [2, 1, 3], scaleOffset: [0.5, 0.6, 0.7] }],
];

/** Everything that came out, for comparisons. */
function tensorsOf({ levels, leaves }: Unrolled): tf.Tensor[] {
  return [...levels.flatMap(({ states, actions }) => [states, actions]), leaves];
}

describe.each(composedOn)('unroll on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(variants)('%s', (_, options) => {
    const config = smallConfig(options);
    const [patchHeight, patchWidth] = config.leaf.kind === 'primitives' ? [3, 3] : [4, 5];

    test('shapes, ranges and parameter names', () => {
      tf.tidy(() => {
        const params = initDecoder(config, createRandom(7));
        checkDecoderParameters(params, config);
        expect(Object.keys(params).sort()).toEqual(Object.keys(decoderShapes(config)).sort());
        const { levels, leaves } = unroll(params, config, normals([2, 5], 1) as tf.Tensor2D);
        let n = 2;
        config.childrenPerLevel.forEach((t, k) => {
          expect(levels[k]!.programs.shape).toEqual([n, 5]);
          expect(levels[k]!.states.shape).toEqual([n, t, 5]);
          expect(levels[k]!.actions.shape).toEqual([n, t, 6]);
          expect(tf.max(tf.abs(levels[k]!.actions)).dataSync()[0]).toBeLessThanOrEqual(1);
          n *= t;
        });
        expect(leaves.shape).toEqual([n, patchHeight, patchWidth, 2]);
        expect(tf.min(leaves).dataSync()[0]).toBeGreaterThanOrEqual(0);
      });
    });

    test('inner levels decode patches only when asked', () => {
      tf.tidy(() => {
        const params = initDecoder(config, createRandom(7));
        const program = normals([2, 5], 1) as tf.Tensor2D;
        const plain = unroll(params, config, program);
        const withPatches = unroll(params, config, program, { innerPatches: true });
        plain.levels.slice(0, -1).forEach((level, k) => {
          expect(level.patches).toBeUndefined();
          const [n, t] = level.states.shape;
          expect(withPatches.levels[k]!.patches!.shape).toEqual([n * t, patchHeight, patchWidth, 2]);
        });
        expect(distance(plain.leaves, withPatches.leaves)).toBe(0);
      });
    });

    test('a permuted batch gives the permuted result', () => {
      const params = boldParameters(config);
      fc.assert(
        fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), fc.nat(1000), (order, seed) => {
          tf.tidy(() => {
            const program = normals([3, 5], seed) as tf.Tensor2D;
            const straight = tensorsOf(unroll(params, config, program));
            const shuffled = tensorsOf(
              unroll(params, config, tf.concat(order.map((i) => tf.slice(program, [i, 0], [1, 5])))),
            );
            straight.forEach((tensor, i) => {
              const perImage = tf.reshape(tensor, [3, -1]);
              const expected = tf.concat(order.map((j) => tf.slice(perImage, [j, 0], [1, -1])));
              expect(distance(tf.reshape(shuffled[i]!, [3, -1]), expected)).toBeLessThan(1e-5);
            });
          });
        }),
        { numRuns: 5 },
      );
      tf.dispose(params);
    });

    test('gradients agree with finite differences', () => {
      tf.tidy(() => {
        const params = boldParameters(config, 3, 1);
        const checked = [
          'state/output/cell/kernel',
          'state/output/initialState',
          'policy/output/action/kernel',
        ];
        checked.push('state/output/cell/initial', 'state/output/decoder1/kernel', 'policy/output/cell/bias');
        if (config.cell === 'lstm') checked.push('policy/output/cell/initialMemory');
        const run = (program: tf.Tensor, rest: tf.Tensor[]): tf.Tensor[] => {
          const moved = Object.fromEntries(checked.map((name, i) => [name, rest[i]!]));
          return tensorsOf(unroll({ ...params, ...moved }, config, program as tf.Tensor2D));
        };
        const inputs = [normals([2, 5], 12), ...checked.map((name) => params[name]!)];
        // Differences from where it started: summing them up loses fewer float32 digits.
        const start = run(inputs[0]!, inputs.slice(1));
        const f = (program: tf.Tensor, ...rest: tf.Tensor[]): tf.Tensor =>
          tf.addN(
            run(program, rest).map((out, i) =>
              tf.sum(tf.mul(tf.sub(out, start[i]!), normals(out.shape, 50 + i))),
            ),
          );
        gradientCheck(f, inputs, { step: 1e-3, tolerance: 5e-2, directions: 2 });
      });
    });

    test('nothing leaks, also from gradients and when a parameter is missing', async () => {
      const params = initDecoder(config, createRandom(1));
      const program = normals([2, 5], 2) as tf.Tensor2D;
      const { 'policy/output/initialAction': _gone, ...incomplete } = params;
      expect(await leakedTensors(() => tf.dispose(unroll(params, config, program)))).toBe(0);
      expect(await leakedTensors(() => expect(() => unroll(incomplete, config, program)).toThrow())).toBe(0);
      expect(
        await leakedTensors(() =>
          tf.dispose(tf.grad((z) => tf.sum(unroll(params, config, z as tf.Tensor2D).leaves))(program)),
        ),
      ).toBe(0);
      tf.dispose([program, ...Object.values(params)]);
    });
  });

  test("a depth-3 tree's subtrees are the depth-2 model run on its parts", () => {
    const deep = smallConfig({ childrenPerLevel: [3, 2, 2], scaleOffset: [0.5, 0.7, 0.9] });
    const shallow = smallConfig({ childrenPerLevel: [2, 2], scaleOffset: [0.7, 0.9] });
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        tf.tidy(() => {
          const params = boldParameters(deep, seed + 1, 1.5);
          const whole = unroll(params, deep, normals([2, 5], seed) as tf.Tensor2D);
          const parts = unroll(params, shallow, tf.reshape(whole.levels[0]!.states, [6, 5]));
          for (const k of [0, 1]) {
            expect(distance(parts.levels[k]!.states, whole.levels[k + 1]!.states)).toBeLessThan(1e-5);
            expect(distance(parts.levels[k]!.actions, whole.levels[k + 1]!.actions)).toBeLessThan(1e-5);
          }
          expect(distance(parts.leaves, whole.leaves)).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 5 },
    );
  });

  test('the given program stays the caller’s', () => {
    const config = smallConfig();
    const params = initDecoder(config, createRandom(1));
    const program = normals([2, 5], 2) as tf.Tensor2D;
    tf.dispose(unroll(params, config, program));
    expect(program.isDisposed).toBe(false);
    tf.dispose([program, ...Object.values(params)]);
  });

  test('what does not fit is named', () => {
    tf.tidy(() => {
      const config = smallConfig();
      const params = initDecoder(config, createRandom(1));
      const wide = tf.zeros([2, 6]) as tf.Tensor2D;
      expect(() => unroll(params, config, wide)).toThrow(
        'program: has shape [2,6] where [batch, 5] is needed',
      );
      const program = tf.zeros([2, 5]) as tf.Tensor2D;
      const bad = { ...params, 'state/dense1/kernel': tf.zeros([3, 3]) };
      expect(() => unroll(bad, config, program)).toThrow(expect.objectContaining({ code: 'RNP_SHAPE' }));
      expect(() => unroll(bad, config, program)).toThrow('state/dense1/kernel: has shape [3,3]');
    });
  });
});
