import { beforeAll, describe, expect, test } from '@jest/globals';
import { traceOps, useBackend } from '@rnp/backend';
import { type ParseNode, type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import { amount, composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  type EvaluateOptions,
  evaluate,
  type FreeNodes,
  type Inference,
  infer,
  inferSteps,
  type RnpOptions,
} from '../../src/index.js';
import { energyTable, totals } from '../../src/infer/energy.js';
import { freeTreeOf, unrolledTree } from '../../src/infer/freeTree.js';
import { drawTrees } from '../../src/rnp/drawTrees.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const variants: readonly [string, Partial<RnpOptions>][] = [
  ['two levels, composed', {}],
  ['two levels, nested', { rendering: 'nested' }],
  ['one level', { childrenPerLevel: [3], scaleOffset: 0.4 }],
  ['three levels', { childrenPerLevel: [2, 2, 2], scaleOffset: 0.4 }],
];
const all: readonly FreeNodes[] = ['top', 'parts', 'all'];

const nodesOf = (node: ParseNode): readonly ParseNode[] => [node, ...node.children.flatMap(nodesOf)];

describe.each(composedOn)('infer on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  // A step takes several times as long on cpu: trees of other depths run through the same kernels.
  describe.each(backend === 'cpu' ? amount(variants.slice(0, 2), variants) : variants)('%s', (_, options) => {
    test.each(all)('free %s: begins with the parse, and no energy rises from step to step', async (free) => {
      const model = boldRnp(options);
      const images = strokes(3, shape);
      const parsed = await model.parse(images);
      const path: (readonly number[])[] = [];
      let last: Awaited<ReturnType<typeof infer>> | undefined;
      for await (const now of inferSteps(model, images, { free, steps: 5, learningRate: 0.1 })) {
        if (now.step === 0) {
          for (const [i, tree] of now.trees.entries()) {
            expect(tree.root.program).toEqual(parsed[i]!.root.program);
            for (const [k, node] of nodesOf(tree.root).entries()) {
              const before = nodesOf(parsed[i]!.root)[k]!;
              for (const [at, value] of node.program.entries()) {
                expect(value).toBeCloseTo(before.program[at]!, 3);
              }
            }
          }
        }
        path.push(now.energies.map(({ total }) => total));
        last = now;
      }
      expect(path).toHaveLength(6);
      for (let step = 1; step < path.length; step++) {
        for (const [i, energy] of path[step]!.entries())
          expect(energy).toBeLessThanOrEqual(path[step - 1]![i]!);
      }
      for (const [i, energy] of path.at(-1)!.entries()) expect(energy).toBeLessThan(path[0]![i]!);
      // What is told adds up, and is what the trees draw, kept as data.
      const pixels = images.dataSync();
      for (const [i, { total, pixels: ofPixels, top, states, actions }] of last!.energies.entries()) {
        const sum = [ofPixels, top, ...states, ...actions].reduce((a, b) => a + b);
        expect(sum / total).toBeCloseTo(1, 6);
        // A tree is drawn onto the image at once, as composed rendering does.
        if (model.config.rendering === 'composed') {
          const drawing = renderTree(last!.trees[i]!, { height: shape[0], width: shape[1] });
          const error = drawing.data.reduce((s, x, at) => s + (x - pixels[i * 144 + at]!) ** 2, 0);
          expect(last!.squaredErrors[i]! / error).toBeCloseTo(1, 3);
        }
        for (const { action } of nodesOf(last!.trees[i]!.root)) {
          for (const value of action ?? []) expect(Math.abs(value)).toBeLessThanOrEqual(1);
        }
      }
      model.dispose();
      images.dispose();
    });

    test("the energy's gradient agrees with finite differences, in everything that is free", () => {
      const model = boldRnp(options);
      tf.tidy(() => {
        const tree = freeTreeOf(model, normals([2, 4], 5) as tf.Tensor2D, 'all');
        const names = Object.keys(tree);
        // Away from the predictions, where the terms of the nodes are 0 and so is their gradient.
        const at = names.map((name, i) =>
          tf.add(tree[name]!, tf.mul(0.05, normals(tree[name]!.shape, 60 + i))),
        );
        const start = Object.fromEntries(names.map((name, i) => [name, at[i]!]));
        // Near what is drawn: small differences of a large energy drown in rounding.
        const { canvas } = drawTrees(unrolledTree(model, start).unrolled, model.config, { parts: false });
        const images = tf.add(canvas, tf.mul(0.2, strokes(2, shape))) as tf.Tensor4D;
        const precisions = { pixels: 1, top: 0.3, states: 0.7, actions: 2 };
        gradientCheck(
          (...values) => {
            const free = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
            return tf.sum(totals(energyTable(model, free, images, precisions)));
          },
          at,
          { step: 2e-4, tolerance: 5e-2, directions: 2 },
        );
      });
      model.dispose();
    });
  });

  test('each image is explained for itself', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const one = tf.slice(images, [1], [1]);
    const together = await infer(model, images, { steps: 5 });
    const alone = await infer(model, one, { steps: 5 });
    expect(alone.squaredErrors[0]! / together.squaredErrors[1]!).toBeCloseTo(1, 3);
    model.dispose();
    tf.dispose([images, one]);
  });

  test('finds, from elsewhere, programs that draw what programs have drawn', async () => {
    const model = boldRnp();
    const drawn = model.samplePrior(3, 3);
    const images = model.decode(drawn);
    const beside = tf.tidy(() => tf.add(drawn, tf.mul(0.2, normals([3, 4], 1))) as tf.Tensor2D);
    const start = await model.parsePrograms(beside);
    const precisions = { top: 0, states: 0, actions: 0 };
    const [before, after] = [
      await infer(model, images, { start, steps: 0 }),
      await infer(model, images, { start, steps: 40, precisions }),
    ];
    const sum = ({ squaredErrors }: Inference): number => squaredErrors.reduce((a, b) => a + b);
    expect(sum(after)).toBeLessThan(0.1 * sum(before));
    model.dispose();
    tf.dispose([drawn, images, beside]);
  });

  test('never draws an image worse, however large the steps, and leaves the weights as they are', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const weights = (): number[][] =>
      Object.values(model.weights.parameters).map((tensor) => [...tensor.dataSync()]);
    const before = weights();
    const precisions = { top: 0, states: 0, actions: 0 };
    const wild = await infer(model, images, { steps: 5, learningRate: 30, precisions });
    const plain = await infer(model, images, { steps: 0 });
    for (const [i, error] of wild.squaredErrors.entries()) {
      expect(error).toBeLessThanOrEqual(plain.squaredErrors[i]! + 1e-4);
    }
    expect(weights()).toEqual(before);
    model.dispose();
    images.dispose();
  });

  test('precise predictions hold the children to their programs', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const off = async (precision: number): Promise<number> => {
      const precisions = { states: precision, actions: precision };
      const { energies } = await infer(model, images, { steps: 10, precisions });
      return energies.reduce((s, { states, actions }) => s + states[0]! + actions[0]!, 0) / precision;
    };
    expect(await off(1000)).toBeLessThan(0.1 * (await off(0.01)));
    model.dispose();
    images.dispose();
  });

  test('evaluate measures the trees that are found', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const inferred = { steps: 4, free: 'all' } as const;
    const { squaredErrors, trees } = await infer(model, images, inferred);
    const batches = [images.dataSync() as Float32Array];
    const { ssePerImage, klPerImage, parse } = await evaluate(model, batches, { inferred });
    const plain = await evaluate(model, batches);
    expect(ssePerImage).toBeCloseTo(squaredErrors.reduce((a, b) => a + b) / 3, 3);
    expect(ssePerImage).toBeLessThan(plain.ssePerImage);
    expect(klPerImage).toBe(plain.klPerImage);
    expect(parse!.purity).toHaveLength(trees[0]!.root.level);
    expect(parse!.purity).not.toEqual(plain.parse!.purity);
    const shown: ParseTree[][] = [];
    const onTrees = (measured: readonly ParseTree[]): void => void shown.push([...measured]);
    expect(await evaluate(model, batches, { inferred, onTrees })).toMatchObject({ ssePerImage });
    await evaluate(model, batches, { onTrees });
    expect(shown).toEqual([trees, await model.parse(images)]);
    model.dispose();
    images.dispose();
  });

  test('who asks evaluate for trees at one look has programs run as often as who does not', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const batches = [images.dataSync() as Float32Array];
    const callsOf = async (options: EvaluateOptions): Promise<number> => {
      const trace = traceOps();
      await evaluate(model, batches, options);
      trace.stop();
      return trace.counts().reduce((sum, { calls }) => sum + calls, 0);
    };
    expect(await callsOf({ onTrees: () => undefined })).toBe(await callsOf({}));
    model.dispose();
    images.dispose();
  });

  test('nothing leaks, whether it ends, is stopped, left or refused', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    await infer(model, images, { steps: 1 });
    const stopping = new AbortController();
    const leaked = await leakedTensors(async () => {
      await infer(model, images, { steps: 2 });
      for await (const { step } of inferSteps(model, images, { steps: 5 })) if (step === 1) break;
      const stopped = async (): Promise<void> => {
        for await (const { step } of inferSteps(model, images, { steps: 5, signal: stopping.signal })) {
          if (step === 1) stopping.abort();
        }
      };
      await expect(stopped()).rejects.toMatchObject({ name: 'AbortError' });
      await expect(infer(model, images, { steps: -1 })).rejects.toMatchObject({ code: 'RNP_CONFIG' });
    });
    expect(leaked).toBe(0);
    model.dispose();
    images.dispose();
  });
});
