import { describe, expect, test } from '@jest/globals';
import { tsne, umap } from '../src/index.js';
import { blobs, neighbourAgreement } from './fixtures.js';

describe.each([
  ['tsne', tsne],
  ['umap', umap],
] as const)('%s', (_name, map) => {
  test('keeps neighbours together, and tells how far it is', async () => {
    const { points, labels } = blobs(5, 30);
    const progress: number[] = [];
    const { places } = await map(points, { onProgress: (done, total) => progress.push(done / total) });
    expect(places).toHaveLength(150);
    expect(places.flat().every(Number.isFinite)).toBe(true);
    expect(neighbourAgreement(places, labels)).toBe(1);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  test('is the same for the same seed, and another for another', async () => {
    const { points } = blobs(3, 10);
    const { places } = await map(points, { seed: 4 });
    expect((await map(points, { seed: 4 })).places).toEqual(places);
    expect((await map(points, { seed: 5 })).places).not.toEqual(places);
  });

  test('leaves its points as they are, and takes points that are all the same', async () => {
    const { points } = blobs(2, 6);
    const copy = structuredClone(points);
    await map(points);
    expect(points).toEqual(copy);
    const same = Array.from({ length: 8 }, () => [1, 2, 3]);
    const { places, transform } = await map(same);
    expect(places.flat().every(Number.isFinite)).toBe(true);
    expect((await transform([...same, [1, 2, 4]])).flat().every(Number.isFinite)).toBe(true);
  });

  test('refuses what is no point', async () => {
    const bad = [...blobs(2, 5).points, [0, Number.NaN, 0, 0]];
    await expect(map(bad)).rejects.toMatchObject({
      code: 'RNP_ANALYSIS_POINTS',
      path: 'points[10][1]',
    });
    const huge = blobs(2, 5).points.map((point) => point.map((value) => 1e200 * value));
    await expect(map(huge)).rejects.toMatchObject({
      code: 'RNP_ANALYSIS_POINTS',
      path: expect.stringMatching(/^points\[\d+\]$/),
    });
    await expect(map([[1], [2], [3]])).rejects.toMatchObject({ code: 'RNP_ANALYSIS_POINTS' });
    await expect(map([[1, 2], [2], [3, 4], [4, 5]])).rejects.toMatchObject({ path: 'points[1]' });
    await expect(map(blobs(2, 5).points, { seed: 0.5 })).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      path: 'options.seed',
    });
  });

  test('ends when aborted', async () => {
    const { points } = blobs(4, 150, { spread: 8 });
    const early = AbortSignal.abort(new Error('enough'));
    await expect(map(points, { signal: early })).rejects.toThrow('enough');
    const controller = new AbortController();
    const begun = map(points, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough now')),
    });
    await expect(begun).rejects.toThrow('enough now');
  });
});

test('t-SNE does not depend on where points lie and how they are turned', async () => {
  const { points } = blobs(2, 10);
  // Powers of two and exchanged axes, which change no digit of a distance but its exponent.
  const moved = points.map(([a, b, c, d]) => [4 * b!, 4 * a!, 4 * d!, 4 * c!]);
  const [first, second] = [await tsne(points, { iterations: 20 }), await tsne(moved, { iterations: 20 })];
  first.places.flat().forEach((value, i) => {
    expect(second.places.flat()[i]).toBeCloseTo(value, 4);
  });
});

test('what so few points cannot have is refused with the most they can, and a default is cut to that and recorded', async () => {
  const { points } = blobs(2, 5);
  const failing = async (map: Promise<unknown>): Promise<string> =>
    map.then(
      () => 'none',
      (error: Error & { code: string }) => `${error.code} ${error.message}`,
    );
  expect(await failing(tsne(points, { perplexity: 3.5 }))).toMatch(
    /^RNP_CONFIG options\.perplexity: is 3\.5, and 10 points can have 3 at most/,
  );
  expect(await failing(umap(points, { neighbours: 10 }))).toMatch(
    /^RNP_CONFIG options\.neighbours: is 10, and 10 points can have 9 at most/,
  );
  const iterations = 20;
  const [byDefault, most] = [
    await tsne(points, { iterations }),
    await tsne(points, { iterations, perplexity: 3 }),
  ];
  expect(byDefault.parameters).toMatchObject({ perplexity: 3 });
  expect(byDefault).toMatchObject({ parameters: most.parameters, places: most.places });
  const [neighboursByDefault, all] = [await umap(points), await umap(points, { neighbours: 9 })];
  expect(neighboursByDefault.parameters).toMatchObject({ neighbours: 9 });
  expect(neighboursByDefault).toMatchObject({ parameters: all.parameters, places: all.places });
});

test('t-SNE names its own options', async () => {
  const { points } = blobs(2, 5);
  await expect(tsne(points, { perplexity: 0 })).rejects.toMatchObject({ path: 'options.perplexity' });
  await expect(tsne(points, { iterations: 0 })).rejects.toMatchObject({ path: 'options.iterations' });
  await expect(umap(points, { minDistance: 1.1 })).rejects.toMatchObject({ path: 'options.minDistance' });
  await expect(umap(points, { neighbours: 1 })).rejects.toMatchObject({ path: 'options.neighbours' });
});
