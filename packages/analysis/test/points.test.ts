import { expect, test } from '@jest/globals';
import { kMeans, linearProbe, medoids, neighbourAccuracy, type Points, tsne, umap } from '../src/index.js';
import { blobs } from './fixtures.js';

const { points, labels } = blobs(3, 10);
const huge = points.map((point) => Array.from(point, (value) => value * 1e200));
const labelled = (of: Points): { points: Points; labels: number[] } => ({ points: of, labels });

const readers: Record<string, (of: Points) => unknown> = {
  kMeans: (of) => kMeans(of, { clusters: 3 }),
  'linearProbe, to learn from': (of) => linearProbe(labelled(of), labelled(points)),
  'linearProbe, to try': (of) => linearProbe(labelled(points), labelled(of)),
  'neighbourAccuracy, known': (of) => neighbourAccuracy(labelled(of), labelled(points)),
  'neighbourAccuracy, held': (of) => neighbourAccuracy(labelled(points), labelled(of)),
  tsne: (of) => tsne(of, { iterations: 1 }),
  umap: (of) => umap(of),
  'transform of umap': async (of) => (await umap(points)).transform(of),
};

test.each(Object.entries(readers))('%s refuses points whose distances are no numbers', async (_, read) => {
  await expect((async () => read(huge))()).rejects.toMatchObject({
    code: 'RNP_ANALYSIS_POINTS',
    message: expect.stringContaining('so far away'),
  });
});

// In steps that doubles hold as they are also far from 0.
const near = points.map((point) => Array.from(point, (value) => Math.round(value * 2 ** 10) / 2 ** 10));
const moved = (scale: number, by: number): number[][] =>
  near.map((point) => point.map((value) => scale * value + by));

test.each([
  ['far from 0', 1, 2 ** 40],
  ['so far that their squares are no numbers', 2 ** 490, 2 ** 520],
])('points that lie near each other, %s, are as good as any', async (_, scale, by) => {
  const far = moved(scale, by);
  expect(kMeans(far, { clusters: 3 }).clusters).toEqual(kMeans(near, { clusters: 3 }).clusters);
  const [here, there] = [near, far].map((of) => linearProbe(labelled(of), labelled(of)));
  expect(there!.accuracy).toBe(here!.accuracy);
  expect(neighbourAccuracy(labelled(far), labelled(far))).toEqual(
    neighbourAccuracy(labelled(near), labelled(near)),
  );
});

test('maps of points far from 0 are those of the same points at 0', async () => {
  const far = moved(1, 2 ** 40);
  for (const map of [(of: Points) => umap(of), (of: Points) => tsne(of, { iterations: 20 })]) {
    const [here, there] = [await map(near), await map(far)];
    expect(there.places).toEqual(here.places);
    expect(await there.transform(far.slice(0, 3))).toEqual(await here.transform(near.slice(0, 3)));
  }
});

test('points that are near each other, but not to those that they are compared with, are refused', async () => {
  const far = moved(1, 2 ** 600);
  const refused = (path: string): object => ({ code: 'RNP_ANALYSIS_POINTS', path });
  expect(() => linearProbe(labelled(near), labelled(far))).toThrow(
    expect.objectContaining(refused('test.points[0]')),
  );
  const clustering = { clusters: far.map(() => 0), centres: [near[0]!] };
  expect(() => medoids(far, clustering)).toThrow(expect.objectContaining(refused('centres[0]')));
  await expect((await umap(near)).transform(far)).rejects.toMatchObject(refused('points[0]'));
});
