import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { boundOf } from '../../src/bound/bound.js';
import { drawnMoments, meanCurvature, treeNoise } from '../../src/bound/moments.js';
import { type Bound, createConvVae, infer, treeBounds } from '../../src/index.js';
import { energiesOf } from '../../src/infer/energies.js';
import { type FreeTree, unrolledTree } from '../../src/infer/freeTree.js';
import { treeOfTrees } from '../../src/infer/startTree.js';
import { drawTrees } from '../../src/rnp/drawTrees.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const precisions = { pixels: 10, top: 1, states: 1, actions: 1 };
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe('the bound of what was measured, by hand', () => {
  test('a posterior that is the prior costs nothing, and pixels that are met their noise alone', () => {
    // s = 1/√π, and the mean squared distance 0.
    const sizes = { pixels: 4, blocks: [3, 2, 6] };
    const bound = boundOf([0, 0, 0, 0], [0.5, 1, 0.1], { pixels: 25, blocks: [4, 1, 100] }, sizes);
    expect(bound.top).toBeCloseTo(0, 12);
    expect([...bound.states, ...bound.actions]).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
    // 4 pixels of N(0, 0.2²): −4 · ln(0.2 · √(2π))
    expect(bound.total).toBeCloseTo(-4 * (Math.log(0.2) + 0.918938533204673), 9);
  });

  test('each term', () => {
    const sizes = { pixels: 2, blocks: [1, 2, 3] };
    const bound = boundOf([0.5, 9, 0.3, 0.06], [0.2, 0.1, 0.5], { pixels: 10, blocks: [1, 2, 4] }, sizes);
    // ½ (0.2² + 9 − 1 − ln 0.2²)
    expect(bound.top).toBeCloseTo(0.5 * (0.04 + 9 - 1 + 3.2188758248682006), 9);
    // ½ (2·2·0.1² + 2·0.3 − 2 − 2 ln 0.02)
    expect(bound.states).toEqual([expect.closeTo(0.5 * (0.04 + 0.6 - 2 + 7.824046010856292), 9)]);
    // ½ (3·4·0.5² + 4·0.06 − 3 − 3 ln 1)
    expect(bound.actions).toEqual([expect.closeTo(0.5 * (3 + 0.24 - 3), 9)]);
    // −½ (10·0.5 + 2 ln(2π/10))
    expect(bound.pixels).toBeCloseTo(-0.5 * (5 + 2 * -0.4647080265847), 9);
    expect(bound.total).toBeCloseTo(bound.pixels - bound.top - bound.states[0]! - bound.actions[0]!, 12);
  });
});

/** ln N(value; mean, deviation²) of each of two images, summed over what it has, [b]. */
function logNormal(value: tf.Tensor, mean: tf.Tensor, deviation: number): tf.Tensor1D {
  const batch = 2;
  const rows = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [batch, -1]);
  const scaled = tf.div(rows(tf.sub(value, mean)), deviation);
  const each = tf.add(tf.mul(0.5, tf.square(scaled)), Math.log(deviation) + 0.5 * Math.log(2 * Math.PI));
  return tf.neg(tf.sum(each, 1)) as tf.Tensor1D;
}

describe.each(composedOn)('bounds of trees on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('the curvature of a block is what the energy says along it', () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    tf.tidy(() => {
      // Where pixels weigh next to nothing, the energy of a program is ½ π ‖z‖².
      const tree: FreeTree = { program: normals([2, 4], 3) };
      const deviations = tf.tensor2d([[0.05], [0.3]]);
      const energies = energiesOf(model);
      const curvature = (pixels: number) =>
        meanCurvature(
          energies,
          images,
          tree,
          { ...precisions, pixels, top: 3 },
          deviations,
          treeNoise(tree, 2, 1, 0),
        );
      expect([...curvature(1e-6).dataSync()]).toEqual([expect.closeTo(3, 2), expect.closeTo(3, 2)]);
      expect(Math.max(...curvature(10).dataSync())).toBeGreaterThan(3);
    });
    model.dispose();
    images.dispose();
  });

  test('what was drawn is measured as the generative model has it: the parts add up to E_q[ln p(x, t) − ln q(t)]', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const { trees } = await infer(model, images, { steps: 4 });
    const tree = treeOfTrees(model.config, trees, 'all', () => 'tree');
    tf.tidy(() => {
      const deviations = tf.fill([2, 5], 0.04) as tf.Tensor2D;
      const noise = treeNoise(tree, 2, 5, 0);
      const moments = drawnMoments(model, images, tree, deviations, noise).arraySync() as number[][];
      const draw = Object.fromEntries(
        Object.entries(tree).map(([name, value]) => [name, tf.add(value, tf.mul(0.04, noise[name]!))]),
      );
      const { unrolled, predicted } = unrolledTree(model, draw);
      const { canvas } = drawTrees(unrolled, model.config, { parts: false });
      const sizes = { pixels: 144, blocks: [4, 8, 16, 12, 24] };
      moments.forEach((row, i) => {
        const bound = boundOf(
          row,
          [0.04, 0.04, 0.04, 0.04, 0.04],
          { pixels: 10, blocks: [1, 1, 1, 1, 1] },
          sizes,
        );
        expect(bound.pixels).toBeCloseTo(logNormal(images, canvas, Math.sqrt(0.1)).arraySync()[i]!, 2);
        // KL(N(m, s²) ‖ N(p, 1)) of a level = E_q[ln q] − E_q[ln p]: the entropy, and the cross-entropy at the mean, plus ½ n s².
        const at = tree['actions/1']!;
        const cross = -logNormal(at, predicted[1]!.actions, 1).arraySync()[i]! + 0.5 * 24 * 0.04 ** 2;
        const entropy = 24 * (0.5 + 0.5 * Math.log(2 * Math.PI) + Math.log(0.04));
        expect(bound.actions[1]).toBeCloseTo(cross - entropy, 2);
      });
    });
    tf.dispose(tree as tf.TensorContainer);
    model.dispose();
    images.dispose();
  });

  test('bounds are told level by level, are the same each time, and higher where trees fit better', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const one = await infer(model, images, { steps: 0 });
    const closely = await infer(model, images, { steps: 20 });
    const total = (bounds: readonly Bound[]): number => sum(bounds.map((bound) => bound.total));
    const [before, after] = [
      await treeBounds(model, one.trees, images),
      await treeBounds(model, closely.trees, images),
    ];
    expect(await treeBounds(model, closely.trees, images)).toEqual(after);
    expect(total(after)).toBeGreaterThan(total(before));
    for (const bound of after) {
      expect([bound.states.length, bound.actions.length]).toEqual([2, 2]);
      for (const kl of [bound.top, ...bound.states, ...bound.actions]) expect(kl).toBeGreaterThan(0);
      const parts = bound.pixels - sum([bound.top, ...bound.states, ...bound.actions]);
      expect(bound.total).toBeCloseTo(parts, 9);
    }
    model.dispose();
    images.dispose();
  });

  test('leaks nothing, stops when told, and refuses what is none of the model', async () => {
    const model = boldRnp();
    const images = strokes(1, shape);
    const { trees } = await infer(model, images, { steps: 0 });
    await treeBounds(model, trees, images, { samples: 1 });
    const leaked = await leakedTensors(async () => {
      await treeBounds(model, trees, images, { samples: 1 });
      const stopped = treeBounds(model, trees, images, { signal: AbortSignal.abort() });
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      for (const [options, path] of [
        [{ precisions: { states: 0 } }, 'options.precisions.states'],
        [{ precisions: { actions: [1, 0] } }, 'options.precisions.actions'],
        [{ precisions: { states: [1] } }, 'precisions.states'],
        [{ samples: 0 }, 'options.samples'],
        [{ sample: 1 }, 'options.sample'],
      ] as const) {
        await expect(treeBounds(model, trees, images, options as never)).rejects.toMatchObject({
          code: 'RNP_CONFIG',
          path,
        });
      }
      await expect(treeBounds(model, [], images)).rejects.toMatchObject({ code: 'RNP_PARSE_TREE' });
    });
    expect(leaked).toBe(0);
    const whole = createConvVae({ imageShape: shape, latent: 4 }, { seed: 3 });
    await expect(treeBounds(whole as never, trees, images)).rejects.toMatchObject({ code: 'RNP_CONFIG' });
    whole.dispose();
    model.dispose();
    images.dispose();
  });
});
