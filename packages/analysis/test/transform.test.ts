import { beforeAll, describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '@rnp/datasets/digits';
import { neighbourAccuracy, type Place, type PointMap, tsne, umap } from '../src/index.js';
import { blobs } from './fixtures.js';
import { minimumNear, tsneDivergence, umapLoss } from './oracles.js';

const [known, held] = [250, 125];

/** Digits, a seventh as high and wide: 49 numbers each. */
async function digits(): Promise<{ points: number[][]; labels: number[] }> {
  const { images, labels } = await embeddedDigits({ split: 'train' });
  const points = Array.from({ length: known + held }, (_, item) => {
    const small = new Array<number>(49).fill(0);
    for (let i = 0; i < 784; i++) {
      small[7 * Math.floor(i / 112) + Math.floor((i % 28) / 4)]! += images[784 * item + i]! / 4080;
    }
    return small;
  });
  return { points, labels: Array.from(labels!.subarray(0, points.length)) };
}

const distance = (a: Place, b: Place): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * values.length)]!;

describe.each([
  ['tsne', tsne],
  ['umap', umap],
] as const)('new digits on a map by %s', (method, fit) => {
  let [points, labels]: [number[][], number[]] = [[], []];
  let map: PointMap;
  let added: Place[];
  beforeAll(async () => {
    ({ points, labels } = await digits());
    map = await fit(points.slice(0, known));
    added = await map.transform(points.slice(known));
  });

  test('lie by their own kind, nearly as well as on a map made with them', async () => {
    const accuracy = (places: readonly Place[]): number =>
      neighbourAccuracy(
        { points: places.slice(0, known), labels: labels.slice(0, known) },
        { points: places.slice(known), labels: labels.slice(known) },
      );
    const together = accuracy((await fit(points)).places);
    const after = accuracy([...map.places, ...added]);
    // Chance is 0.1. More points would be placed better: on one of 600 digits as they are, 0.81 and 0.80.
    expect(after).toBeGreaterThan(method === 'tsne' ? 0.65 : 0.55);
    expect(after).toBeGreaterThan(together - (method === 'tsne' ? 0.1 : 0.2));
  });

  test('that are those of the map come to lie where they are', async () => {
    const again = await map.transform(points.slice(0, known));
    const apart = again.map((place, i) => distance(place, map.places[i]!));
    const width = quantile(
      map.places.map((place) => distance(place, map.places[0]!)),
      0.5,
    );
    const [half, most] = method === 'tsne' ? [0.03, 0.08] : [0.12, 0.2];
    expect(quantile(apart, 0.5)).toBeLessThan(half * width);
    expect(quantile(apart, 0.9)).toBeLessThan(most * width);
  });

  test('move nothing, also where there are as many of them', async () => {
    const before = structuredClone(map.places);
    await map.transform(points.slice(held, held + known));
    expect(map.places).toEqual(before);
    expect(await map.transform(points.slice(known))).toEqual(added);
  });

  test('do not depend on what else is placed, nor on its order', async () => {
    expect(await map.transform([points[known + 7]!])).toEqual([added[7]]);
    const backwards = await map.transform(points.slice(known).reverse());
    expect(backwards.reverse()).toEqual(added);
  });

  test('lie where the loss is least', () => {
    const loss = (i: number): ((place: Place) => number) => {
      const { parameters } = map;
      return parameters.method === 'tsne'
        ? tsneDivergence(map.points, map.places, points[known + i]!, parameters.perplexity)
        : umapLoss(map.points, map.places, points[known + i]!, { ...parameters.curve, neighbours: 15 });
    };
    const looked = added.slice(0, 15).map((place, i) => {
      const own = loss(i);
      const here = own(place);
      const elsewhere = Math.min(...map.places.map(own));
      return { apart: distance(place, minimumNear(own, place, 0.05)), excess: here - elsewhere };
    });
    // UMAP's descent is by chance, and rests at no point.
    const apart = looked.map((one) => one.apart);
    expect(quantile(apart, 0.5)).toBeLessThan(method === 'tsne' ? 0.01 : 0.15);
    const better = looked.filter(({ excess }) => excess > 0.05);
    expect(better.length).toBeLessThanOrEqual(method === 'tsne' ? 1 : 3);
  });
});

describe.each([
  ['tsne', tsne],
  ['umap', umap],
] as const)('transform by %s', (_name, fit) => {
  const { points, labels } = blobs(4, 15);
  let map: PointMap;
  beforeAll(async () => {
    map = await fit(points.slice(0, 40));
  });

  test('puts points into their own cluster, and tells how far it is', async () => {
    const progress: number[] = [];
    const added = await map.transform(points.slice(40), {
      onProgress: (done, total) => progress.push(done / total),
    });
    expect(
      neighbourAccuracy(
        { points: map.places, labels: labels.slice(0, 40) },
        { points: added, labels: labels.slice(40) },
        { neighbours: 3 },
      ),
    ).toBe(1);
    expect(progress).toHaveLength(20);
    expect(progress.at(-1)).toBe(1);
  });

  test('works on the smallest map', async () => {
    const { transform } = await fit(points.slice(0, 4));
    expect((await transform(points)).flat().every(Number.isFinite)).toBe(true);
  });

  test('refuses what is no point of this map', async () => {
    const { transform } = map;
    const refused = (run: Promise<unknown>, path: string, code = 'RNP_ANALYSIS_POINTS') =>
      expect(run).rejects.toMatchObject({ code, path });
    await refused(transform([[1, 2, 3]]), 'points');
    await refused(transform([]), 'points');
    await refused(transform(points[0] as never), 'points[0]');
    await refused(transform([points[0]!, [1, 2, Number.NaN, 4]]), 'points[1][2]');
    await refused(transform([points[0]!, [1, 2, 3]]), 'points[1]');
    await refused(transform([points[0]!, [1e300, 0, 0, 0]]), 'points[1]');
    await refused(transform(points, { seed: 2 } as never), 'options.seed', 'RNP_CONFIG');
    await refused(transform(points, { onProgress: 1 } as never), 'options.onProgress', 'RNP_CONFIG');
  });

  test('ends when aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(map.transform(points, { signal })).rejects.toThrow('enough');
  });
});
