import { beforeAll, describe, expect, test } from '@jest/globals';
import { createDataset, type Dataset, type OneShotRun, oneShotRuns } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import type { Rnp } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { openModel, requireRnp } from '../../src/models/index.js';
import { classifyOneShot, oneShot, oneShotErrors, type UseEvent } from '../../src/use/index.js';
import { centred, pixelsOf, squaredDistances } from '../../src/use/pixelDistances.js';
import { tinyModel } from './tinyModel.js';

const dir = temporaryFolder();
const few = { infer: 1, deform: { stages: [{ blur: 1, steps: 2, learningRate: 0.02 }] } };
let path: string;
let model: Rnp;
let run: OneShotRun;

beforeAll(async () => {
  path = await tinyModel(dir);
  model = requireRnp(await openModel(path, ['wasm']));
  [run] = oneShotRuns(await embeddedDigits({ split: 'test' }), { count: 1, ways: 4, seed: 1 }) as [
    OneShotRun,
  ];
});

describe('a run of one-shot classification', () => {
  test('each image is taken for the class that is nearest, and errors are counted', async () => {
    const result = await classifyOneShot(model, run, few);
    expect(result).toMatchObject({ name: 'run01', images: 4 });
    expect(result.distances.map(({ length }) => length)).toEqual([4, 4, 4, 4]);
    for (const [i, row] of result.distances.entries()) {
      expect(row.every((distance) => distance > 0)).toBe(true);
      expect(row[result.answers[i]!]).toBe(Math.min(...row));
    }
    const wrong = result.answers.filter((answer, i) => answer !== run.test.labels![i]).length;
    expect(result.wrong).toBe(wrong);
    const half = { ...result, wrong: 2, wrongPixels: 0, wrongCentredPixels: 4 };
    expect(oneShotErrors([half, { ...half, wrong: 3 }])).toEqual({
      error: 5 / 8,
      errorPixels: 0,
      errorCentredPixels: 1,
    });
  });

  test('an image among the classes is recognised, and distances have no direction', async () => {
    const known = { ...run, test: { ...run.training, split: 'test' } };
    const { distances, wrongPixels, wrongCentredPixels } = await classifyOneShot(model, known, few);
    expect([wrongPixels, wrongCentredPixels]).toEqual([0, 0]);
    for (const i of [0, 1, 2, 3]) {
      for (const j of [0, 1, 2, 3]) expect(distances[i]![j]! / distances[j]![i]!).toBeCloseTo(1, 3);
    }
  });

  test('leaves no tensor', async () => {
    expect(await leakedTensors(async () => void (await classifyOneShot(model, run, few)))).toBe(0);
    const failing = async (): Promise<void> => {
      const deform = { precisions: { actions: -1 } };
      await expect(classifyOneShot(model, run, { infer: 0, deform })).rejects.toMatchObject({
        code: 'RNP_CONFIG',
      });
    };
    expect(await leakedTensors(failing)).toBe(0);
  });
});

describe('distances of pixels', () => {
  const square = (x: number, y: number, side: number): number[] =>
    Array.from({ length: 400 }, (_, at) =>
      at % 20 >= x && at % 20 < x + side && Math.floor(at / 20) >= y && Math.floor(at / 20) < y + side
        ? 255
        : 0,
    );
  const data = (...images: number[][]): Dataset =>
    createDataset({
      name: 'squares',
      split: 'test',
      imageShape: [20, 20, 1],
      images: Uint8Array.from(images.flat()),
    });

  test('are squared and Euclidean', () => {
    const [one, other] = [pixelsOf(data(square(0, 0, 2))), pixelsOf(data(square(1, 0, 2), square(9, 9, 3)))];
    expect(squaredDistances(one, other)).toEqual([[4, 13]]);
  });

  test('fall once the ink is centred and equally large', () => {
    const images = pixelsOf(data(square(1, 2, 4), square(11, 9, 4), square(3, 3, 12), square(0, 0, 0)));
    const [small, moved, large, blank] = centred(images, [20, 20]);
    const [[away, larger]] = squaredDistances([small!], [moved!, large!]) as [[number, number]];
    const ink = small!.reduce((sum, value) => sum + value ** 2, 0);
    expect(away).toBeLessThan(1e-9 * ink);
    expect(larger).toBeLessThan(0.15 * ink);
    expect(blank!.every((value) => value === 0)).toBe(true);
  });
});

const dataDir = process.env.RNP_DATA_DIR;
(dataDir === undefined ? test.skip : test)(
  'the published runs, by a model that has learned nothing',
  async () => {
    const events: UseEvent[] = [];
    const job = oneShot({ model: path, limit: 1, infer: 0 });
    for await (const event of job) events.push(event);
    const { error, errorPixels, errorCentredPixels, runs } = await job.result();
    expect(runs).toMatchObject([{ name: 'run01', images: 20 }]);
    // Twenty classes: guessing is wrong 19 times out of 20. What pixels say depends on no model.
    expect(errorPixels).toBeGreaterThan(0.6);
    expect(errorCentredPixels).toBeLessThan(0.5);
    expect(error).toBeLessThanOrEqual(1);
    expect(events).toContainEqual({
      type: 'work',
      work: 'measuring',
      of: 'omniglot one-shot runs',
      done: 20,
      total: 20,
    });
  },
);
