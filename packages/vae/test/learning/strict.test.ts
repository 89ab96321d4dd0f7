import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, type Rnp, type TrainingConfig, trainingConfig } from '../../src/index.js';
import { type FreeTree, freeTreeOf, predictedChildren, unrolledTree } from '../../src/infer/freeTree.js';
import { drawTrees } from '../../src/rnp/drawTrees.js';
import { type LossGradients, lossGradients } from '../../src/training/index.js';
import { answeredFor, type Outcome, slopes } from '../../src/training/local.js';
import { strictErrors } from '../../src/training/strict.js';
import { smallRnp } from '../smallRnp.js';
import { strokes } from '../strokes.js';
import { tinyEncoder } from '../tinyEncoder.js';

const make = (): Rnp => createRnp(smallRnp(10), { seed: 3, encoder: tinyEncoder });
/** At which nodes of this small model move far. */
const precision = 1000;

describe('nodes that move', () => {
  beforeAll(() => useBackend('wasm'));

  const outcomeOf =
    (model: Rnp): Outcome =>
    (tree) => {
      const { unrolled, predicted } = unrolledTree(model, tree);
      const { canvas } = drawTrees(unrolled, model.config, { parts: false });
      return { cost: tf.sum(tf.square(tf.sub(canvas, strokes(3, [10, 10, 1])))), predicted };
    };
  /** A smooth one: pixels have kinks where edges of patches cross them, and nobody comes wholly to rest on a kink. */
  const smoothOf =
    (model: Rnp): Outcome =>
    (tree) => {
      const wanted = [tf.sub(tree['states/1']!, 0.5), tf.sub(tree['actions/1']!, -0.3)];
      const cost = tf.addN(wanted.map((apart) => tf.sum(tf.square(apart)))) as tf.Scalar;
      return { cost, predicted: predictedChildren(model, tree) };
    };
  const answers = (): tf.Tensor2D => normals([3, 4], 5) as tf.Tensor2D;

  /** What each node is predicted to be, by its name. */
  function predictions(model: Rnp, program: tf.Tensor2D, tree: FreeTree): FreeTree {
    const children = predictedChildren(model, tree).flatMap(({ states, actions }, k) => [
      [`states/${k}`, states] as const,
      [`actions/${k}`, actions] as const,
    ]);
    return { program, ...Object.fromEntries(children) };
  }

  /** F = outcome + π Σ ‖v − p‖², of the whole tree at once. */
  function energy(model: Rnp, program: tf.Tensor2D, tree: FreeTree, outcome = outcomeOf(model)): tf.Scalar {
    const predicted = predictions(model, program, tree);
    const departures = Object.entries(tree).map(([name, value]) =>
      tf.sum(tf.square(tf.sub(value, predicted[name]!))),
    );
    return tf.add(outcome(tree).cost, tf.mul(tf.addN(departures), precision)) as tf.Scalar;
  }

  /** δ = 2π (p − v). */
  function errorsAt(model: Rnp, program: tf.Tensor2D, tree: FreeTree): FreeTree {
    const predicted = predictions(model, program, tree);
    const departed = (name: string): tf.Tensor =>
      tf.mul(tf.sub(predicted[name]!, tree[name]!), 2 * precision);
    return Object.fromEntries(Object.keys(tree).map((name) => [name, departed(name)]));
  }

  const largest = (tensor: tf.Tensor): number => tf.max(tf.abs(tensor)).dataSync()[0]!;

  test('come to rest where the energy has no slope, and their errors are those of the energy', () => {
    const model = make();
    tf.tidy(() => {
      const program = answers();
      const outcome = smoothOf(model);
      const { tree, errors } = strictErrors(model, program, outcome, { sweeps: 120, precision });
      const slope = slopes(tree, (free) => energy(model, program, free, outcome));
      const expected = errorsAt(model, program, tree);
      const start = freeTreeOf(model, program, 'all');
      for (const name of Object.keys(tree)) {
        const size = largest(errors[name]!);
        expect([name, largest(slope[name]!) < 1e-3 * size]).toEqual([name, true]);
        expect([name, distance(errors[name]!, expected[name]!) < 1e-3 * size]).toEqual([name, true]);
        // They have moved by far more than rounding.
        expect([name, distance(tree[name]!, start[name]!) > 1e-4]).toEqual([name, true]);
      }
      const energyOf = (of: FreeTree): number => energy(model, program, of, outcome).dataSync()[0]!;
      expect(energyOf(tree)).toBeLessThan(energyOf(start));
    });
    model.dispose();
  });

  test('have a slope of the energy that is their own error and what comes up, wherever they are', () => {
    const model = make();
    tf.tidy(() => {
      const program = answers();
      const tree = Object.fromEntries(
        Object.entries(freeTreeOf(model, program, 'all')).map(([name, value], i) => [
          name,
          tf.add(value, tf.mul(normals(value.shape, 40 + i), 0.1)),
        ]),
      );
      const slope = slopes(tree, (free) => energy(model, program, free));
      const errors = errorsAt(model, program, tree);
      const drawn = slopes(tree, (free) => outcomeOf(model)(free).cost);
      const handed = slopes(tree, (free) => answeredFor(predictedChildren(model, free), errors));
      for (const name of Object.keys(tree)) {
        const terms = tf.sub(tf.add(drawn[name]!, handed[name]!), errors[name]!);
        expect([name, distance(slope[name]!, terms) < 1e-4 * (1 + largest(terms))]).toEqual([name, true]);
      }
      // Nobody reads the last subparts: their slope in what is predicted is their own error alone.
      const last = (of: FreeTree): tf.Tensor => tf.slice(of['states/1']!, [0, 1, 0], [-1, 1, -1]);
      expect(largest(last(handed))).toBe(0);
    });
    model.dispose();
  });

  test('move by their own error and prediction: a distant error changes nothing in a sweep, to the last bit', () => {
    const model = make();
    tf.tidy(() => {
      const program = answers();
      const images = strokes(3, [10, 10, 1]);
      // Other pixels in the third image are distant to all nodes of the others.
      const others = tf.concat([tf.slice(images, [0, 0, 0, 0], [2, -1, -1, -1]), tf.ones([1, 10, 10, 1])]);
      const of = (wanted: tf.Tensor) =>
        strictErrors(
          model,
          program,
          (tree) => {
            const { unrolled, predicted } = unrolledTree(model, tree);
            const { canvas } = drawTrees(unrolled, model.config, { parts: false });
            return { cost: tf.sum(tf.square(tf.sub(canvas, wanted))), predicted };
          },
          { sweeps: 3, precision },
        );
      const [one, other] = [of(images), of(others)];
      for (const [name, value] of Object.entries(one.tree)) {
        const rows = (tensor: tf.Tensor, from: number, count: number): tf.Tensor => {
          const flat = tf.reshape(tensor, [3, -1]);
          return tf.slice(flat, [from, 0], [count, -1]);
        };
        expect([name, distance(rows(value, 0, 2), rows(other.tree[name]!, 0, 2))]).toEqual([name, 0]);
        expect(distance(rows(value, 2, 1), rows(other.tree[name]!, 2, 1))).toBeGreaterThan(0);
      }
    });
    model.dispose();
  });

  test('keep actions in their range', () => {
    const model = make();
    tf.tidy(() => {
      const { tree } = strictErrors(model, answers(), outcomeOf(model), { sweeps: 4, precision: 0.01 });
      for (const k of [0, 1]) expect(largest(tree[`actions/${k}`]!)).toBeLessThanOrEqual(1);
    });
    model.dispose();
  });

  describe.each([
    ['composed', {}],
    ['nested', { rendering: 'nested' }],
    ['one level, GRU', { childrenPerLevel: [3], scaleOffset: 0.4, cell: 'gru' }],
    ['image feedback', { feedback: 'image' }],
  ] as const)('%s', (_, options) => {
    const penalties = { overlap: 'childrenPerLevel' in options ? [0.1] : [0.1, 0.2] };
    const config = trainingConfig({ ...penalties, weightNorm: 0.01, patchWeight: 0.1, reduction: 'sum' });

    test('the less they move, the nearer a step is to that of backpropagation', async () => {
      const model = createRnp({ ...smallRnp(10), ...options }, { seed: 3, encoder: tinyEncoder });
      const images = strokes(3, [10, 10, 1]);
      const noise = normals([3, 4], 8) as tf.Tensor2D;
      const of = (more: Partial<TrainingConfig>): LossGradients =>
        lossGradients(model.network, model.weights, images, noise, { ...config, ...more });
      const strict = (nodePrecision: number): LossGradients =>
        of({ learning: 'local', localRule: 'strict', inferenceSteps: 8, nodePrecision });
      const leaked = await leakedTensors(() => {
        const [exact, near, far] = [of({}), strict(1e6), strict(1e3)];
        const apart = (found: LossGradients): number =>
          Math.max(
            ...Object.entries(exact.gradients).map(([name, gradient]) =>
              tf.tidy(() => {
                const size = tf.norm(gradient!).dataSync()[0]!;
                return distance(found.gradients[name]!, gradient!) / (0.1 + size);
              }),
            ),
          );
        expect(apart(near)).toBeLessThan(2e-3);
        expect(apart(far)).toBeGreaterThan(10 * apart(near));
        expect(distance(near.terms, exact.terms)).toBeLessThan(1e-2);
        tf.dispose([exact, near, far] as unknown as tf.TensorContainer);
      });
      expect(leaked).toBe(0);
      model.dispose();
      tf.dispose([images, noise]);
    });
  });

  test('leave no tensor behind when the drawing throws', async () => {
    const model = make();
    const program = answers();
    const leaked = await leakedTensors(() => {
      let times = 0;
      const outcome: Outcome = (tree) => {
        if (++times > 1) throw new Error('torn');
        return outcomeOf(model)(tree);
      };
      expect(() => strictErrors(model, program, outcome, { sweeps: 3, precision })).toThrow('torn');
    });
    expect(leaked).toBe(0);
    program.dispose();
    model.dispose();
  });
});
