#!/usr/bin/env bash
# ml-hclust 4.0.0 (npm): agnes with method 'centroid' or 'median' merges by an update formula that holds for squared distances, and feeds it
# plain ones. The heights are not the distances of the centroids, and the tree is another one. SciPy squares first; R's hclust says to give it
# squares. agnes takes points, so nobody has the chance. 'ward' has the same fault, which 'ward2' mends.
# Guess before it was run: the last merge is as high as the two centroids lie apart. Seen 2026-11-30, points 0, 2 and 1+4i of a plane:
# centroid 3.62, median 3.62, where the middle of 0 and 2 lies 4 below the third point
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts ml-hclust@4.0.0
cat > it.mjs <<'JS'
import { agnes } from 'ml-hclust';
// The first two merge at 2; their centroid (1, 0) is 4 away from the third.
const points = [[0, 0], [2, 0], [1, 4]];
const [centroid, median] = ['centroid', 'median'].map((method) => agnes(points, { method }).height);
console.log(`height of the last merge: centroid ${centroid.toFixed(2)}, median ${median.toFixed(2)} (4 is right)`);
process.exit(centroid.toFixed(2) === '3.62' && median.toFixed(2) === '3.62' ? 0 : 1);
JS
node it.mjs
