import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { select } from '@rnp/nn';
import { unroll } from '@rnp/recursive-decoder';
import { distance, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, type Rnp, type TrainingConfig, trainingConfig } from '../../src/index.js';
import {
  type FreeTree,
  freeTreeOf,
  predictedChildren,
  unrolledTree,
  type WeightedRnp,
} from '../../src/infer/freeTree.js';
import { drawTrees } from '../../src/rnp/drawTrees.js';
import { type LossGradients, lossGradients } from '../../src/training/index.js';
import { answeredFor, localErrors, slopes } from '../../src/training/local.js';
import { smallRnp } from '../smallRnp.js';
import { strokes } from '../strokes.js';
import { tinyEncoder } from '../tinyEncoder.js';

const make = (): Rnp => createRnp(smallRnp(10), { seed: 3, encoder: tinyEncoder });

describe('errors at nodes', () => {
  beforeAll(() => useBackend('wasm'));

  /** Gradients in program and decoder, by backpropagation and by local errors, and how alike those of the weights are. */
  function both(model: Rnp, sweeps: number) {
    const { network, config } = model;
    const program = normals([3, 4], 5) as tf.Tensor2D;
    const images = strokes(3, [10, 10, 1]);
    const outcome = (canvas: tf.Tensor4D): tf.Scalar => tf.sum(tf.square(tf.sub(canvas, images)));
    const weightNames = Object.keys(model.weights.parameters).filter((name) => name.startsWith('decoder/'));
    const values = weightNames.map((name) => model.weights.parameters[name]!);
    const withWeights = (given: readonly tf.Tensor[]) => ({
      network,
      weights: {
        parameters: Object.fromEntries(weightNames.map((name, i) => [name, given[i]!])),
        runningStatistics: {},
      },
    });
    const exact = tf.grads((...[z, ...given]: tf.Tensor[]) => {
      const decoder = select(withWeights(given).weights.parameters, 'decoder');
      const unrolled = unroll(decoder, config, z as tf.Tensor2D);
      return outcome(drawTrees(unrolled, config, { parts: false }).canvas);
    })([program, ...values]);
    const drawing = (given: WeightedRnp, free: FreeTree) => {
      const { unrolled, predicted } = unrolledTree(given, free);
      return { cost: outcome(drawTrees(unrolled, config, { parts: false }).canvas), predicted };
    };
    const { tree, errors } = localErrors(model, program, (free) => drawing(model, free), sweeps);
    const local = tf.grads((...given: tf.Tensor[]) => {
      const { cost, predicted } = drawing(withWeights(given), tree);
      return tf.add(cost, answeredFor(predicted, errors)) as tf.Scalar;
    })(values);
    return { exact, found: [errors.program!, ...local], names: ['program', ...weightNames] };
  }

  test('after as many sweeps as nodes follow upon each other are those of backpropagation, to float noise', () => {
    const model = make();
    tf.tidy(() => {
      const { exact, found, names } = both(model, 5);
      for (const [i, name] of names.entries()) {
        const size = tf.norm(exact[i]!).dataSync()[0]!;
        expect([name, distance(found[i]!, exact[i]!) < 1e-4 * (1e-3 + size)]).toEqual([name, true]);
      }
      // More sweeps have nothing to change.
      for (const [i, gradient] of both(model, 20).found.entries())
        expect(distance(gradient, found[i]!)).toBe(0);
      // One sweep less has not reached the top yet.
      const early = both(model, 4);
      const size = tf.norm(exact[0]!).dataSync()[0]!;
      expect(distance(early.found[0]!, exact[0]!)).toBeGreaterThan(1e-4 * size);
    });
    model.dispose();
  });

  describe.each([
    ['composed', {}],
    ['nested', { rendering: 'nested' }],
    ['one level, GRU', { childrenPerLevel: [3], scaleOffset: 0.4, cell: 'gru' }],
  ] as const)('%s', (_, options) => {
    const penalties = { overlap: options && 'childrenPerLevel' in options ? [0.1] : [0.1, 0.2] };
    const config = trainingConfig({ ...penalties, weightNorm: 0.01, patchWeight: 0.1, reduction: 'sum' });

    test('a step by exact errors has the gradients and the report of backpropagation', async () => {
      const model = createRnp({ ...smallRnp(10), ...options }, { seed: 3, encoder: tinyEncoder });
      const images = strokes(3, [10, 10, 1]);
      const noise = normals([3, 4], 8) as tf.Tensor2D;
      const of = (more: Partial<TrainingConfig>): LossGradients =>
        lossGradients(model.network, model.weights, images, noise, { ...config, ...more });
      const leaked = await leakedTensors(() => {
        const [exact, local] = [of({}), of({ learning: 'local', localRule: 'exact' })];
        for (const [name, gradient] of Object.entries(exact.gradients)) {
          const size = tf.tidy(() => tf.norm(gradient!).dataSync()[0]!);
          expect([name, distance(local.gradients[name]!, gradient!) < 1e-4 * (0.1 + size)]).toEqual([
            name,
            true,
          ]);
        }
        expect(distance(local.terms, exact.terms)).toBeLessThan(1e-4);
        tf.dispose([exact, local] as unknown as tf.TensorContainer);
      });
      expect(leaked).toBe(0);
      model.dispose();
      tf.dispose([images, noise]);
    });
  });

  test('a node is handed back the errors of those that it predicts, and of no other, to the last bit', () => {
    const model = make();
    tf.tidy(() => {
      const tree = freeTreeOf(model, normals([1, 4], 5) as tf.Tensor2D, 'all');
      const errors = Object.fromEntries(
        Object.entries(tree).map(([name, tensor], i) => [name, normals(tensor.shape, 30 + i)]),
      );
      const handed = (given: FreeTree): FreeTree =>
        slopes(tree, (free) => answeredFor(predictedChildren(model, free), given));
      // The second subpart of the second part: read from that part as its program, and from the subpart before it.
      const distant = tf.tensor3d([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 4, 5, 6], [2, 2, 4]);
      const [before, after] = [
        handed(errors),
        handed({ ...errors, 'states/1': tf.add(errors['states/1']!, distant) }),
      ];
      const changed = Object.keys(tree).flatMap((name) => {
        const rows = (of: FreeTree): number[][] =>
          tf.reshape(of[name]!, [-1, of[name]!.shape.at(-1)!]).arraySync() as number[][];
        const [was, is] = [rows(before), rows(after)];
        return was.flatMap((row, i) => (String(row) === String(is[i]) ? [] : [`${name} ${i + 1}`]));
      });
      expect(changed).toEqual(['states/0 2', 'states/1 3', 'actions/1 3']);
    });
    model.dispose();
  });

  test('a program answers for the errors of its own children, whatever is amiss elsewhere', () => {
    const model = make();
    tf.tidy(() => {
      const tree = freeTreeOf(model, normals([1, 4], 5) as tf.Tensor2D, 'all');
      const none = Object.fromEntries(
        Object.entries(tree).map(([name, tensor]) => [name, tf.zerosLike(tensor)]),
      );
      const names = Object.keys(model.weights.parameters).filter((name) => name.startsWith('decoder/'));
      // Of the subparts of the first part alone.
      const error = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0], [2, 2, 4]);
      const owed = (given: FreeTree): readonly tf.Tensor[] =>
        tf.engine().gradients(
          () => answeredFor(predictedChildren(model, given), { ...none, 'states/1': error }),
          names.map((name) => model.weights.parameters[name]!),
          undefined,
          true,
        ).grads;
      const here = owed(tree);
      expect(here.some((gradient) => gradient && tf.max(tf.abs(gradient)).dataSync()[0]! > 0)).toBe(true);
      // The second part and its subparts, the first part's frame, and the top program are all elsewhere.
      const rows = tf.tensor3d([0, 0, 0, 0, 1, 1, 1, 1], [1, 2, 4]);
      const below = tf.tensor3d([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], [2, 2, 4]);
      const there = owed({
        ...tree,
        program: tf.add(tree.program!, 1),
        'states/0': tf.add(tree['states/0']!, rows),
        'actions/0': tf.mul(tree['actions/0']!, 0.5),
        'states/1': tf.add(tree['states/1']!, below),
      });
      for (const [i, gradient] of here.entries()) {
        if (gradient) expect(distance(there[i]!, gradient)).toBeLessThan(1e-5);
      }
    });
    model.dispose();
  });
});
