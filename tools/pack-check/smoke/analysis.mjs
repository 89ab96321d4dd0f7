import assert from 'node:assert/strict';
import { clusterAccuracy, kMeans, linearProbe, readMap, umap, writeMap } from '@rnp/analysis';

const points = Array.from({ length: 20 }, (_, i) => [i % 2, i / 100]);
const labels = points.map(([kind]) => kind);
assert.equal(clusterAccuracy(kMeans(points, { clusters: 2 }).clusters, labels), 1);
assert.equal(linearProbe({ points, labels }, { points, labels }).accuracy, 1);
const map = await umap(points);
const { transform } = readMap(writeMap(map)).map;
assert.deepEqual(await transform(points), await map.transform(points));
