#!/usr/bin/env bash
# umap-js 1.4.0: a point with one coordinate that is NaN (a mean over nothing, a diverged feature) is taken without a word and gets a finite place on
# the map, in a cluster of other points: every distance to it is NaN, and comparisons with NaN leave it wherever the heap of neighbours
# began. umap-learn, the paper's own, refuses such input. Nothing on the map shows which points are made up.
# Guess before it was run: NaN comes out where NaN went in. Seen 2026-11-29: distance of the point to the middles of clusters 1, 2, 3, of which it is of
# the first: whole 1.3 15.4 17.8; with NaN in one of its five coordinates 18.8 6.1 12.2; numbers that are not finite on the map: 0
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts umap-js@1.4.0
cat > it.mjs <<'JS'
import umap from 'umap-js';
const { UMAP } = umap;
let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const points = Array.from({ length: 120 }, (_, i) =>
  Array.from({ length: 5 }, (_, axis) => (axis === Math.floor(i / 40) ? 10 : 0) + random()));
const one = 3;
function distances(data) {
  state = 1;
  const map = new UMAP({ random }).fit(data);
  const middle = (cluster) => [0, 1].map((axis) => {
    const others = map.filter((_, i) => Math.floor(i / 40) === cluster && i !== one);
    return others.reduce((sum, place) => sum + place[axis], 0) / others.length;
  });
  const to = [0, 1, 2].map((cluster) => Math.hypot(...middle(cluster).map((value, axis) => value - map[one][axis])));
  return { to, holes: map.flat().filter((value) => !Number.isFinite(value)).length };
}
const nearest = ({ to }) => to.indexOf(Math.min(...to)) + 1;
const whole = distances(points);
const holed = distances(points.map((point, i) => (i === one ? [Number.NaN, ...point.slice(1)] : point)));
const shown = ({ to }) => to.map((value) => value.toFixed(1)).join(' ');
console.log(`whole ${shown(whole)}; with NaN ${shown(holed)}; not finite on the map: ${holed.holes}`);
process.exit(nearest(whole) === 1 && nearest(holed) !== 1 && holed.holes === 0 ? 0 : 1);
JS
node it.mjs
