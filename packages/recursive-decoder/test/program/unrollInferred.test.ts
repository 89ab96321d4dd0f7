import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  type DecoderConfig,
  type DecoderOptions,
  type InferredLevel,
  type InferredTree,
  predictChildren,
  unroll,
  unrollInferred,
} from '../../src/index.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

const variants: readonly [string, DecoderOptions][] = [
  ['elman', {}],
  ['GRU', { cell: 'gru' }],
  ['LSTM', { cell: 'lstm' }],
  ['image feedback', { feedback: 'image' }],
  ['embedding', { generator: 'embedding' }],
  ['mixture', { generator: 'mixture' }],
  ['gain', { generator: 'gain' }],
  ['one level', { childrenPerLevel: [3], scaleOffset: [0.5] }],
  ['three levels', { childrenPerLevel: [2, 1, 3], scaleOffset: [0.5, 0.6, 0.7] }],
];

/** Children of the first `count` levels that no program predicts. */
function anyChildren(config: DecoderConfig, count: number): InferredLevel[] {
  let n = 2;
  return config.childrenPerLevel.slice(0, count).map((t, k) => {
    const level = {
      states: normals([n, t, config.latent], 20 + k) as tf.Tensor3D,
      actions: tf.tidy(() => tf.sin(normals([n, t, 6], 30 + k))) as tf.Tensor3D,
    };
    n *= t;
    return level;
  });
}

const tensorsOf = ({ unrolled, predicted }: InferredTree): tf.Tensor[] => [
  ...unrolled.levels.flatMap(({ states, actions }) => [states, actions]),
  unrolled.leaves,
  ...predicted.flatMap(({ states, actions }) => [states, actions]),
];

describe.each(composedOn)('unrollInferred on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(variants)('%s', (_, options) => {
    const config = smallConfig(options);
    const depth = config.childrenPerLevel.length;

    test('children as they are predicted make the tree of the program', () => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const program = normals([2, 5], 1) as tf.Tensor2D;
        const open = unroll(params, config, program);
        for (let count = 0; count <= depth; count++) {
          const closed = unrollInferred(params, config, program, open.levels.slice(0, count));
          expect(closed.predicted).toHaveLength(count);
          closed.predicted.forEach((level, k) => {
            expect(distance(level.states, open.levels[k]!.states)).toBeLessThan(1e-5);
            expect(distance(level.actions, open.levels[k]!.actions)).toBeLessThan(1e-5);
          });
          // The plain level and the fused one round apart.
          expect(distance(closed.unrolled.leaves, open.leaves)).toBeLessThan(5e-5);
        }
      });
    });

    test('what is predicted of given children is the same without patches', () => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const program = normals([2, 5], 1) as tf.Tensor2D;
        for (let count = 0; count <= depth; count++) {
          const children = anyChildren(config, count);
          const { predicted } = unrollInferred(params, config, program, children);
          const alone = predictChildren(params, config, program, children);
          expect(alone).toHaveLength(count);
          alone.forEach(({ states, actions }, k) => {
            expect(distance(states, predicted[k]!.states)).toBe(0);
            expect(distance(actions, predicted[k]!.actions)).toBe(0);
          });
        }
      });
    });

    test('patches of inner levels are those of the given states, if asked for', () => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const program = normals([2, 5], 1) as tf.Tensor2D;
        const open = unroll(params, config, program, { innerPatches: true });
        const { unrolled } = unrollInferred(params, config, program, open.levels, { innerPatches: true });
        unrolled.levels.forEach(({ patches }, k) => {
          expect(distance(patches!, open.levels[k]!.patches!)).toBeLessThan(5e-5);
        });
      });
    });

    test('the given children stand in the tree, and their own programs run', () => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const inferred = anyChildren(config, 1);
        const [n, t, z] = inferred[0]!.states.shape;
        const { unrolled } = unrollInferred(params, config, normals([2, 5], 1) as tf.Tensor2D, inferred);
        expect(distance(unrolled.levels[0]!.states, inferred[0]!.states)).toBe(0);
        expect(distance(unrolled.levels[0]!.actions, inferred[0]!.actions)).toBe(0);
        if (depth === 1) return;
        const below = smallConfig({
          ...options,
          childrenPerLevel: config.childrenPerLevel.slice(1),
          scaleOffset: config.scaleOffset.slice(1),
        });
        const programs = tf.reshape(inferred[0]!.states, [n * t, z]) as tf.Tensor2D;
        expect(distance(unroll(params, below, programs).leaves, unrolled.leaves)).toBeLessThan(1e-5);
      });
    });

    test('a child is predicted from those before it alone, and nothing else hears of it', () => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const program = normals([2, 5], 1) as tf.Tensor2D;
        const inferred = anyChildren(config, depth);
        const before = unrollInferred(params, config, program, inferred).predicted;
        // The first child of the first program moves; in one direction, as the hypernetworks take the mean away from a program.
        const { states, actions } = inferred[0]!;
        const moved = tf.tensor3d(
          states.dataSync().map((value, i) => (i === 0 ? value + 0.5 : value)),
          states.shape,
        );
        const after = unrollInferred(params, config, program, [
          { states: moved, actions },
          ...inferred.slice(1),
        ]).predicted;
        const change = (child: number, image: number): number =>
          distance(
            tf.slice(before[0]!.states, [image, child, 0], [1, 1, -1]),
            tf.slice(after[0]!.states, [image, child, 0], [1, 1, -1]),
          );
        expect(change(0, 0)).toBe(0);
        expect(change(1, 0)).toBeGreaterThan(1e-6);
        for (let child = 0; child < states.shape[1]; child++) expect(change(child, 1)).toBe(0);
        // Its own children are predicted by its program, those of its siblings are not.
        if (depth < 2) return;
        const of = (level: InferredLevel, n: number): tf.Tensor =>
          tf.slice(level.states, [n, 0, 0], [1, -1, -1]);
        expect(distance(of(before[1]!, 0), of(after[1]!, 0))).toBeGreaterThan(1e-6);
        expect(distance(of(before[1]!, 1), of(after[1]!, 1))).toBe(0);
      });
    });

    test('gradients of predictions and leaves agree with finite differences', () => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const [first] = anyChildren(config, 1);
        const inputs = [normals([2, 5], 1), first!.states, first!.actions];
        const f = (program: tf.Tensor, states: tf.Tensor, actions: tf.Tensor): tf.Scalar => {
          const tree = unrollInferred(params, config, program as tf.Tensor2D, [
            { states: states as tf.Tensor3D, actions: actions as tf.Tensor3D },
          ]);
          return tensorsOf(tree).reduce<tf.Tensor>(
            (sum, x, i) => tf.add(sum, tf.sum(tf.mul(x, normals(x.shape, 40 + i)))),
            tf.scalar(0),
          ) as tf.Scalar;
        };
        gradientCheck(f, inputs, { step: 1e-3, tolerance: 5e-2, directions: 2 });
      });
    });
  });

  test('nothing leaks, also from gradients and from what is refused', async () => {
    const config = smallConfig();
    const params = boldParameters(config);
    const program = normals([2, 5], 1) as tf.Tensor2D;
    const inferred = anyChildren(config, 2);
    const short = [{ ...inferred[0]!, actions: inferred[1]!.actions }];
    expect(
      await leakedTensors(() =>
        tf.dispose(unrollInferred(params, config, program, inferred) as unknown as tf.TensorContainer),
      ),
    ).toBe(0);
    expect(
      await leakedTensors(() =>
        expect(() => unrollInferred(params, config, program, short)).toThrow(
          expect.objectContaining({ code: 'RNP_SHAPE', path: 'inferred[0].actions' }),
        ),
      ),
    ).toBe(0);
    expect(() => unrollInferred(params, config, program, [...inferred, ...inferred])).toThrow(
      expect.objectContaining({ code: 'RNP_SHAPE', path: 'inferred' }),
    );
    tf.dispose([
      program,
      ...Object.values(params),
      ...inferred.flatMap(({ states, actions }) => [states, actions]),
    ]);
  });
});
