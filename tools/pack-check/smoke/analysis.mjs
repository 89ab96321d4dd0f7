import assert from 'node:assert/strict';
import { clusterAccuracy, kMeans, linearProbe, umap } from '@rnp/analysis';

const points = Array.from({ length: 20 }, (_, i) => [i % 2, i / 100]);
const labels = points.map(([kind]) => kind);
assert.equal(clusterAccuracy(kMeans(points, { clusters: 2 }).clusters, labels), 1);
assert.equal(linearProbe({ points, labels }, { points, labels }).accuracy, 1);
assert.equal((await umap(points)).length, 20);
