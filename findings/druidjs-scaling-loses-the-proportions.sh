#!/usr/bin/env bash
# @saehrimnir/druidjs 0.9.0 (npm): MDS and ISOMAP, which are there to keep distances, give the unit eigenvectors as coordinates and leave the
# square roots of the eigenvalues out. Every axis of the map comes out equally long, so a narrow band becomes a round cloud, and distances on
# the map say nothing. PCA of the same library keeps the proportions, as do classical scaling and Isomap in scikit-learn and R.
# Guess before it was run: points of a plane come out as they were, turned at most. Seen 2026-11-30, 40 points in a band of 4 by 1, deviation
# along the two axes: the data 1.04 0.23; PCA 1.04 0.23; MDS 0.16 0.16; ISOMAP over all neighbours 0.16 0.16
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @saehrimnir/druidjs@0.9.0
cat > it.mjs <<'JS'
import { ISOMAP, MDS, PCA } from '@saehrimnir/druidjs';
let state = 7;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
// Along the axes of the plane, so that the deviations of the data are those of its principal components.
const points = Array.from({ length: 40 }, () => [4 * random(), random()]);
const deviation = (values) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};
const shown = (map) => [0, 1].map((axis) => deviation(Array.from(map, (place) => place[axis]))).sort((a, b) => b - a).map((value) => value.toFixed(2)).join(' ');
const pca = shown(PCA.transform(points, { d: 2 }));
const mds = shown(MDS.transform(points, { d: 2 }));
const isomap = shown(ISOMAP.transform(points, { d: 2, neighbors: 39 }));
console.log(`data ${shown(points)}; PCA ${pca}; MDS ${mds}; ISOMAP ${isomap}`);
process.exit(pca === shown(points) && mds === '0.16 0.16' && isomap === mds ? 0 : 1);
JS
node it.mjs
