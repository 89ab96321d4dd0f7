import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig, DecoderOptions, InferredLevel, UnrolledLevel } from '../../src/index.js';
import { levelGenerators, unrollLevelFused } from '../../src/program/fusedLevel.js';
import type { PredictedLevel } from '../../src/program/unrolled.js';
import { unrollLevel } from '../../src/program/unrollLevel.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

type Weights = Record<string, tf.Tensor>;
type Run = (weights: Weights, programs: tf.Tensor2D) => UnrolledLevel;

/** A level by the fused op. */
function fused(config: DecoderConfig, children: number, patches = false): Run {
  return (weights, programs) =>
    tf.tidy(() =>
      unrollLevelFused(levelGenerators(weights, config, programs.shape[0])!, config, programs, {
        children,
        patches,
      }),
    );
}

/** The same level from batched layers. */
function composed(config: DecoderConfig, children: number, patches = false): Run {
  return (weights, programs) => unrollLevel(weights, config, programs, { children, patches });
}

/** What a loss that reads every entry of states and actions differently gives its program and all weights. */
function gradientsOf(run: Run, weights: Weights, programs: tf.Tensor2D): tf.Tensor[] {
  const names = Object.keys(weights);
  return tf.grads((z: tf.Tensor, ...rest: tf.Tensor[]) =>
    weigh(run(Object.fromEntries(names.map((name, i) => [name, rest[i]!])), z as tf.Tensor2D)),
  )([programs, ...names.map((name) => weights[name]!)]);
}

function weigh({ states, actions }: UnrolledLevel): tf.Scalar {
  return tf.add(
    tf.sum(tf.mul(states, normals(states.shape, 11))),
    tf.sum(tf.mul(actions, normals(actions.shape, 12))),
  );
}

/** Only what a level without patches reads. */
function coreWeights(config: DecoderConfig, gain = 2.5): Weights {
  const all = boldParameters(config, 3, gain);
  const used = ([name]: [string, tf.Tensor]): boolean => !/(output|shared)\/decoder/.test(name);
  tf.dispose(Object.values(all).filter((_, i) => !used(Object.entries(all)[i]!)));
  return Object.fromEntries(Object.entries(all).filter(used));
}

/** Children that no program predicts. */
function anyChildren(config: DecoderConfig, n: number, children: number): InferredLevel {
  return {
    states: normals([n, children, config.latent], 21) as tf.Tensor3D,
    actions: tf.tidy(() => tf.sin(normals([n, children, 6], 22))) as tf.Tensor3D,
  };
}

const variants: [string, DecoderOptions, number, number][] = [
  ['odd sizes', {}, 3, 3],
  ['one step, one program', {}, 1, 1],
  ['five children, elu states', { stateActivation: 'elu' }, 5, 2],
  ['the widths of the paper', { latent: 16, hidden: 64, cellInput: 32, hyperHidden: 24 }, 4, 3],
  ['more than a few programs', {}, 2, 11],
  ['a mixture', { generator: 'mixture', bases: 3 }, 3, 2],
  ['a mixture of many programs', { generator: 'mixture', bases: 3 }, 2, 11],
  ['gains', { generator: 'gain' }, 3, 2],
  ['gains of many programs', { generator: 'gain' }, 2, 11],
  ['sizes of every remainder', { latent: 6, hidden: 21, cellInput: 19 }, 2, 2],
];

describe.each(['wasm', 'cpu'] as const)('the fused level on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(variants)('%s: states, actions and every gradient as composed', (_, options, children, n) => {
    tf.tidy(() => {
      const config = smallConfig(options);
      const weights = coreWeights(config);
      const programs = normals([n, config.latent], 5) as tf.Tensor2D;
      const got = fused(config, children)(weights, programs);
      const want = composed(config, children)(weights, programs);
      expect(got.states.shape).toEqual(want.states.shape);
      expect(got.actions.shape).toEqual(want.actions.shape);
      expect(distance(got.states, want.states)).toBeLessThan(2e-5);
      expect(distance(got.actions, want.actions)).toBeLessThan(2e-5);
      const gradients = gradientsOf(fused(config, children), weights, programs);
      gradientsOf(composed(config, children), weights, programs).forEach((expected, i) => {
        const scale = 1e-3 + tf.max(tf.abs(expected)).dataSync()[0]!;
        expect(distance(gradients[i]!, expected) / scale).toBeLessThan(1e-4);
      });
    });
  });

  test.each(variants)(
    '%s, children given: predictions and every gradient as composed',
    (_, options, children, n) => {
      tf.tidy(() => {
        const config = smallConfig(options);
        const weights = coreWeights(config);
        const programs = normals([n, config.latent], 5) as tf.Tensor2D;
        const inferred = anyChildren(config, n, children);
        const step = { children, patches: false };
        const byKernel = (given: InferredLevel, w: Weights, z: tf.Tensor2D): PredictedLevel =>
          unrollLevelFused(levelGenerators(w, config, n)!, config, z, { ...step, inferred: given });
        const byLayers = (given: InferredLevel, w: Weights, z: tf.Tensor2D): PredictedLevel =>
          unrollLevel(w, config, z, { ...step, inferred: given });
        const [got, want] = [byKernel(inferred, weights, programs), byLayers(inferred, weights, programs)];
        expect(distance(got.states, inferred.states)).toBe(0);
        expect(distance(got.actions, inferred.actions)).toBe(0);
        expect(distance(got.predicted!.states, want.predicted!.states)).toBeLessThan(2e-5);
        expect(distance(got.predicted!.actions, want.predicted!.actions)).toBeLessThan(2e-5);
        const names = Object.keys(weights);
        const gradients = (run: typeof byKernel): tf.Tensor[] =>
          tf.grads((z: tf.Tensor, states: tf.Tensor, actions: tf.Tensor, ...rest: tf.Tensor[]) => {
            const given = { states: states as tf.Tensor3D, actions: actions as tf.Tensor3D };
            const level = run(
              given,
              Object.fromEntries(names.map((name, i) => [name, rest[i]!])),
              z as tf.Tensor2D,
            );
            // The children stand in the level as they are, and are read for the predictions.
            return tf.add(weigh(level), weigh({ ...level, ...level.predicted }));
          })([programs, inferred.states, inferred.actions, ...names.map((name) => weights[name]!)]);
        const expected = gradients(byLayers);
        gradients(byKernel).forEach((gradient, i) => {
          const scale = 1e-3 + tf.max(tf.abs(expected[i]!)).dataSync()[0]!;
          expect(distance(gradient, expected[i]!) / scale).toBeLessThan(1e-4);
        });
      });
    },
  );

  test('children given: gradients by finite differences', () => {
    tf.tidy(() => {
      const config = smallConfig();
      const weights = coreWeights(config, 1.5);
      const { states, actions } = anyChildren(config, 2, 3);
      gradientCheck(
        (z, s, a) => {
          const inferred = { states: s as tf.Tensor3D, actions: a as tf.Tensor3D };
          const generators = levelGenerators(weights, config, 2)!;
          const level = unrollLevelFused(generators, config, z as tf.Tensor2D, {
            children: 3,
            patches: false,
            inferred,
          });
          return weigh({ ...level, ...level.predicted });
        },
        [normals([2, config.latent], 5), states, actions],
      );
    });
  });

  test('patches as composed', () => {
    tf.tidy(() => {
      const config = smallConfig();
      const weights = boldParameters(config);
      const programs = normals([3, config.latent], 5) as tf.Tensor2D;
      const got = fused(config, 2, true)(weights, programs).patches!;
      expect(distance(got, composed(config, 2, true)(weights, programs).patches!)).toBeLessThan(2e-5);
    });
  });

  test('gradients by finite differences', () => {
    tf.tidy(() => {
      const config = smallConfig();
      const weights = coreWeights(config, 1.5);
      const names = Object.keys(weights).filter((name) => name.includes('/output/'));
      gradientCheck(
        (z, ...rest) => {
          const moved = { ...weights, ...Object.fromEntries(names.map((name, i) => [name, rest[i]!])) };
          return weigh(fused(config, 3)(moved, z as tf.Tensor2D));
        },
        [normals([2, config.latent], 5), ...names.map((name) => weights[name]!)],
      );
    });
  });

  test('NaN stays in its own program, in values and gradients', () => {
    tf.tidy(() => {
      const config = smallConfig();
      const weights = coreWeights(config);
      const clean = normals([3, config.latent], 5) as tf.Tensor2D;
      const poison = tf.tensor2d([[0], [Number.NaN], [0]]);
      const programs = tf.add(clean, poison) as tf.Tensor2D;
      for (const run of [fused(config, 2), composed(config, 2)]) {
        const { states, actions } = run(weights, programs);
        const [z] = tf.grads((x: tf.Tensor) => weigh(run(weights, x as tf.Tensor2D)))([programs]);
        for (const tensor of [states, actions, z!]) {
          const bad = tf.reshape(tf.isNaN(tensor), [3, -1]).arraySync() as number[][];
          expect(bad.map((row) => row.every(Boolean))).toEqual([false, true, false]);
          expect(bad.map((row) => row.some(Boolean))).toEqual([false, true, false]);
        }
      }
    });
  });

  test('angles of any size have their sine', () => {
    tf.tidy(() => {
      const config = smallConfig();
      const sizes = [3, 1e3, 4e7, -2.5e9, 7e20, Number.NEGATIVE_INFINITY];
      const weights = coreWeights(config);
      // With all other weights 0 every action is the sine of the action decoder's bias.
      const zero = Object.fromEntries(
        Object.entries(weights).map(([name, w]) => [name, name.includes('/output/') ? tf.zerosLike(w) : w]),
      );
      const beta = { [`policy/norm${config.policyLayers}/beta`]: tf.ones([config.hyperHidden]) };
      const gamma = { [`policy/norm${config.policyLayers}/gamma`]: tf.zeros([config.hyperHidden]) };
      const bias = tf.concat([tf.tensor2d([sizes]), tf.zeros([config.hyperHidden - 1, 6])]);
      const { actions } = fused(config, 1)(
        { ...zero, ...beta, ...gamma, 'policy/output/action/bias': bias },
        normals([1, config.latent], 5) as tf.Tensor2D,
      );
      actions.dataSync().forEach((sine, i) => {
        const expected = Math.sin(Math.fround(sizes[i]!));
        if (Number.isNaN(expected)) expect(sine).toBeNaN();
        else expect(Math.abs(sine - expected)).toBeLessThan(1e-7);
      });
    });
  });

  test('leaves nothing behind, also when only one gradient is asked for', async () => {
    const config = smallConfig();
    const weights = coreWeights(config);
    const programs = normals([2, config.latent], 5) as tf.Tensor2D;
    const run = fused(config, 2);
    const name = 'policy/output/initialAction';
    expect(await leakedTensors(() => tf.dispose(run(weights, programs) as tf.TensorContainer))).toBe(0);
    expect(await leakedTensors(() => tf.dispose(tf.tidy(() => gradientsOf(run, weights, programs))))).toBe(0);
    const one = tf.grad((w: tf.Tensor) => tf.tidy(() => weigh(run({ ...weights, [name]: w }, programs))));
    expect(await leakedTensors(() => tf.dispose(one(weights[name]!)))).toBe(0);
    tf.dispose([weights, programs]);
  });

  test('is for Elman cells that see states, with generated weights', () => {
    tf.tidy(() => {
      for (const options of [{ cell: 'gru' }, { feedback: 'image' }, { generator: 'embedding' }] as const) {
        const config = smallConfig(options);
        expect(levelGenerators(boldParameters(config), config, 1)).toBeUndefined();
      }
    });
  });
});
