#!/usr/bin/env bash
# umap-js 1.4.0: `transform` looks for a new point's neighbours from some random points and tree leaves along the graph of neighbours, as umap-learn
# does. The search ends before its first step: the loop that picks the next vertex runs `for (let i = 0; i > ind.length; i++)`, never. New points
# are tied to what they started from. Of 300 held-out digits on a map of 600 (784 numbers each), 39 % came to lie by their own kind; umap-learn's
# transform had 72 to 77 % by seed, with its own maps.
# Guess before it was run: the nearest candidate is looked at next. Seen 2026-11-30: next candidate -1 (none), where 8 is the nearest; 600 points
# along a curve in 40 dimensions, placed anew on their own map: half of them lie farther than 0.041 of its width from their place
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts umap-js@1.4.0
cat > it.mjs <<'JS'
import umap from 'umap-js';
import heap from 'umap-js/dist/heap.js';
const { UMAP } = umap;
// A heap of three candidates that are all new: the nearest is to be looked at next.
const candidates = [[[7, 8, 9]], [[3, 1, 2]], [[1, 1, 1]]];
const next = heap.smallestFlagged(candidates, 0);
let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const points = Array.from({ length: 600 }, (_, i) =>
  Array.from({ length: 40 }, (_, axis) => Math.sin((i / 100) * (1 + axis / 8) + axis) + 0.3 * random()));
const map = new UMAP({ random });
const places = map.fit(points);
const again = map.transform(points.slice(1));
const apart = again.map(([x, y], i) => Math.hypot(x - places[i + 1][0], y - places[i + 1][1])).sort((a, b) => a - b);
const width = Math.max(...[0, 1].map((axis) => {
  const values = places.map((place) => place[axis]);
  return Math.max(...values) - Math.min(...values);
}));
console.log(`next candidate: ${next}, the nearest is 8; half of the points lie farther than ${(apart[300] / width).toFixed(3)} of the width from their place`);
process.exit(next === -1 ? 0 : 1);
JS
node it.mjs
