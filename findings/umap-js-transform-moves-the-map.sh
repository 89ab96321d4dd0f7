#!/usr/bin/env bash
# umap-js 1.4.0: `transform` places new points on a finished map. Where there are just as many new points as old ones, it moves the old ones, too:
# the embedding that `fit` returned changes under the caller's hands. `moveOther` is decided by comparing the lengths of the two lists; the
# paper's reference, umap-learn, says by an argument that nothing of the map moves.
# Guess before it was run: the map never moves. Seen 2026-11-30: farthest way of an old point: 0 for 119 new points on 120, 4.4 for 120
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts umap-js@1.4.0
cat > it.mjs <<'JS'
import umap from 'umap-js';
const { UMAP } = umap;
let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const cloud = () => Array.from({ length: 120 }, (_, i) =>
  Array.from({ length: 5 }, (_, axis) => (axis === Math.floor(i / 40) ? 10 : 0) + random()));
const [points, more] = [cloud(), cloud()];
function moved(count) {
  state = 1;
  const map = new UMAP({ random });
  const before = map.fit(points).map((place) => [...place]);
  map.transform(more.slice(0, count));
  return Math.max(...map.getEmbedding().map(([x, y], i) => Math.hypot(x - before[i][0], y - before[i][1])));
}
const [fewer, asMany] = [moved(119), moved(120)];
console.log(`farthest way of an old point: ${fewer} for 119 new points, ${asMany.toFixed(1)} for 120`);
process.exit(fewer === 0 && asMany > 0.1 ? 0 : 1);
JS
node it.mjs
