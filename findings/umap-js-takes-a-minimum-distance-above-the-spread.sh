#!/usr/bin/env bash
# umap-js 1.4.0: minDist above spread (1 unless given) has no curve that it could stand for: the paper's reference, umap-learn, refuses it ("min_dist
# must be less than or equal to spread"). umap-js fits its curve all the same and gives a map thousands of times as wide, with finite numbers
# and no word, in which clusters cannot be told any more.
# Guess before it was run: an error, as in umap-learn. Seen 2026-11-29: widest coordinate at minDist 1: 22; at 1.1: 50948
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts umap-js@1.4.0
cat > it.mjs <<'JS'
import umap from 'umap-js';
const { UMAP } = umap;
let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
// Three clusters of forty points, far apart.
const points = Array.from({ length: 120 }, (_, i) =>
  Array.from({ length: 5 }, (_, axis) => (axis === Math.floor(i / 40) ? 10 : 0) + random()));
const widest = (minDist) => Math.max(...new UMAP({ random, minDist }).fit(points).flat().map(Math.abs));
const [below, above] = [widest(1), widest(1.1)];
console.log(`widest coordinate at minDist 1: ${below.toFixed(0)}; at 1.1: ${above.toFixed(0)}`);
process.exit(below < 100 && above > 1000 ? 0 : 1);
JS
node it.mjs
