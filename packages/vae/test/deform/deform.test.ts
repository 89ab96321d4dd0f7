import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { renderTree } from '@rnp/recursive-decoder';
import { gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { alignment } from '../../src/deform/alignment.js';
import { blurred, gaussianBlur } from '../../src/deform/blur.js';
import { deformTable } from '../../src/deform/deform.js';
import { noMoves, unmoved, unrolledFor } from '../../src/deform/deformable.js';
import { createConvVae, type DeformOptions, deform, type Model, type RnpNetwork } from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const still: DeformOptions = { stages: [{ blur: 0, steps: 0, learningRate: 0.1 }] };
const stages = [
  { blur: 1.5, steps: 6, learningRate: 0.03 },
  { blur: 0.8, steps: 6, learningRate: 0.02 },
];
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const cost = (all: Awaited<ReturnType<typeof deform>>): number[] =>
  all.map(({ pixels, actions, whole }) => pixels + sum(actions) + whole);

describe.each(composedOn)('deform on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each([
    ['two levels', {}],
    ['one level', { childrenPerLevel: [3], scaleOffset: 0.4 }],
    ['soft frames', { border: 'soft' as const }],
  ])('%s: a tree begins where it is, and fits what it has drawn for nothing', async (_, options) => {
    const model = boldRnp(options);
    const programs = model.samplePrior(3, 3);
    const trees = await model.parsePrograms(programs);
    const drawn = trees.map((tree) => renderTree(tree, { height: 12, width: 12 }).data);
    const images = tf.tensor4d(Float32Array.from(drawn.flatMap((data) => [...data])), [3, ...shape]);
    const found = await deform(model, trees, images, still);
    for (const [i, { pixels, actions, whole, blank, drawing }] of found.entries()) {
      expect(pixels).toBeLessThan(1e-6 * blank);
      expect([...actions, whole]).toEqual([...model.config.childrenPerLevel.map(() => 0), 0]);
      expect(blank / (0.5 * sum([...drawn[i]!].map((x) => x * x)))).toBeCloseTo(1, 4);
      for (const [at, value] of drawing.entries()) expect(value).toBeCloseTo(drawn[i]![at]!, 3);
    }
    model.dispose();
    tf.dispose([programs, images]);
  });

  test('drawings are brought over the ink of images: centre over centre, and equally large', () => {
    const square = (x: number, y: number, side: number): number[] =>
      Array.from({ length: 144 }, (_, at) =>
        at % 12 >= x && at % 12 < x + side && Math.floor(at / 12) >= y && Math.floor(at / 12) < y + side
          ? 1
          : 0,
      );
    const stack = (...images: number[][]): tf.Tensor4D =>
      tf.tensor4d(images.flat(), [images.length, ...shape]);
    const blank = square(0, 0, 0);
    const maps = tf.tidy(() =>
      alignment(
        stack(square(2, 2, 4), square(1, 1, 3), blank, blank),
        stack(square(6, 5, 4), square(1, 1, 9), blank, square(4, 4, 4)),
      ).arraySync(),
    );
    const [pixel, rounded] = [2 / 11, (rows: number[][]) => rows.map((row) => row.map((x) => x.toFixed(4)))];
    expect(rounded(maps[0]!)).toEqual(
      rounded([
        [1, 0, -4 * pixel],
        [0, 1, -3 * pixel],
      ]),
    );
    // The root of the mean squared distance of 3×3 and of 9×9 pixels.
    expect(maps[1]![0]![0]).toBeCloseTo(Math.sqrt((3 ** 2 - 1) / (9 ** 2 - 1)), 4);
    expect(rounded(maps[2]!)).toEqual(
      rounded([
        [1, 0, 0],
        [0, 1, 0],
      ]),
    );
    expect(maps[3]!.flat().every(Number.isFinite)).toBe(true);
  });

  test('moves lower the energy, and cost more where they are dearer', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const trees = await model.parse(images);
    const others = [trees[1]!, trees[2]!, trees[0]!];
    const held = stages.map((stage) => ({ ...stage, steps: 0 }));
    const [before, after] = [
      await deform(model, others, images, { stages: held }),
      await deform(model, others, images, { stages }),
    ];
    for (const [i, energy] of cost(after).entries()) expect(energy).toBeLessThan(cost(before)[i]!);
    const precisions = { actions: 1000, whole: 1000 };
    const dear = await deform(model, others, images, { stages, precisions });
    for (const [i, { pixels }] of dear.entries()) expect(pixels).toBeGreaterThan(after[i]!.pixels);
    model.dispose();
    images.dispose();
  });

  test('each pair is fitted for itself, also where a tree stands for several images', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const [tree, other] = await model.parse(images);
    const together = await deform(model, [tree!, other!, tree!], images, { stages });
    for (const i of [0, 1, 2]) {
      const one = tf.slice(images, [i], [1]);
      const [alone] = await deform(model, [i === 1 ? other! : tree!], one, { stages });
      expect(alone!.pixels / together[i]!.pixels).toBeCloseTo(1, 3);
      one.dispose();
    }
    model.dispose();
    images.dispose();
  });

  test("the energy's gradient agrees with finite differences, in every move", async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const trees = await model.parse(images);
    tf.tidy(() => {
      const unrolled = unrolledFor(model, trees, images);
      const none = noMoves(unrolled);
      const names = Object.keys(none);
      const at = names.map((name, i) => tf.mul(0.05, normals(none[name]!.shape, 40 + i)) as tf.Tensor);
      const fit = {
        model,
        unrolled,
        placed: unmoved(2),
        images,
        blur: gaussianBlur(1, 12, 12),
        precisions: { actions: 2, whole: 0.7 },
      };
      gradientCheck(
        (...values) =>
          tf.sum(deformTable(fit, Object.fromEntries(names.map((name, i) => [name, values[i]!])))),
        at,
        { step: 2e-4, tolerance: 5e-2, directions: 2 },
      );
    });
    model.dispose();
    images.dispose();
  });

  test('a blur keeps ink away from the edge, and is the same along both axes', () => {
    const [height, width] = [15, 11];
    const dot = tf.buffer([1, height, width, 1] as [number, number, number, number]);
    dot.set(1, 0, 7, 5, 0);
    const [values] = tf.tidy(() => [
      blurred(dot.toTensor() as tf.Tensor4D, gaussianBlur(1, height, width)).arraySync()[0]!,
    ]);
    expect(sum(values as number[])).toBeCloseTo(1, 3);
    const gaussian = (d: number): number => Math.exp(-d / 2) / (2 * Math.PI);
    // Turned: columns of the image follow each other.
    expect(values![5 * height + 7]).toBeCloseTo(gaussian(0), 5);
    expect(values![5 * height + 9]).toBeCloseTo(gaussian(4), 5);
    expect(values![7 * height + 7]).toBeCloseTo(gaussian(4), 5);
    expect(gaussianBlur(0, 4, 4)).toBeNull();
  });

  test('leaks no tensor, neither when it ends nor when it is stopped', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const trees = await model.parse(images);
    expect(await leakedTensors(async () => void (await deform(model, trees, images, { stages })))).toBe(0);
    const controller = new AbortController();
    const stopped = async (): Promise<void> => {
      const fitting = deform(model, trees, images, { stages, signal: controller.signal });
      controller.abort(new Error('enough'));
      await expect(fitting).rejects.toThrow('enough');
    };
    expect(await leakedTensors(stopped)).toBe(0);
    model.dispose();
    images.dispose();
  });
});

describe('what is refused', () => {
  let model: Model<RnpNetwork>;
  beforeAll(async () => {
    await useBackend('wasm');
    model = boldRnp();
  });

  test.each([
    [{ stages: [] }, 'options.stages'],
    [{ stages: [{ blur: -1, steps: 1, learningRate: 1 }] }, 'options.stages[0].blur'],
    [{ stages: [{ blur: 1, steps: 0.5, learningRate: 1 }] }, 'options.stages[0].steps'],
    [{ stages: [{ blur: 1, steps: 1, learningRate: 0 }] }, 'options.stages[0].learningRate'],
    [{ precisions: { actions: -1 } }, 'options.precisions.actions'],
    [{ precision: {} } as DeformOptions, 'options.precision'],
  ])('options %j', async (options, path) => {
    const images = strokes(1, shape);
    const trees = await model.parse(images);
    await expect(deform(model, trees, images, options)).rejects.toMatchObject({ code: 'RNP_CONFIG', path });
    images.dispose();
  });

  test('trees that are not one for each image, or of another model; models without parts', async () => {
    const images = strokes(2, shape);
    const trees = await model.parse(images);
    const wrong = (given: unknown): Promise<unknown> => deform(model, given as typeof trees, images);
    await expect(wrong([trees[0]])).rejects.toMatchObject({ code: 'RNP_PARSE_TREE', path: 'trees' });
    await expect(wrong(null)).rejects.toMatchObject({ code: 'RNP_PARSE_TREE', path: 'trees' });
    const level = { ...trees[1]!, root: { ...trees[1]!.root, level: 5 } };
    await expect(wrong([trees[0], level])).rejects.toMatchObject({
      code: 'RNP_PARSE_TREE',
      path: expect.stringMatching(/^trees\[1\]\.root/),
    });
    const plain = createConvVae({ imageShape: shape }) as unknown as Model<RnpNetwork>;
    await expect(deform(plain, trees, images)).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'model' });
    tf.dispose(images);
    plain.dispose();
  });
});
