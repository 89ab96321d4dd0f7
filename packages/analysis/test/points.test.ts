import { expect, test } from '@jest/globals';
import { kMeans, linearProbe, neighbourAccuracy, type Points, tsne, umap } from '../src/index.js';
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
