#!/usr/bin/env bash
# hdbscan-ts 1.0.17 (npm): of three clusters that lie ten deviations apart it calls most points noise (-1), where HDBSCAN gives every one of
# them to its cluster. scikit-learn's HDBSCAN finds no noise in these data.
# Guess before it was run: three clusters of 30, no noise. Seen 2026-11-30, 90 points, minClusterSize 10, minSamples 5: 3 clusters, 56 of 90
# points noise
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts hdbscan-ts@1.0.17
cat > it.mjs <<'JS'
import { HDBSCAN } from 'hdbscan-ts';
let state = 3;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
const points = Array.from({ length: 90 }, (_, i) => [(i % 3) * 10 + normal(), normal()]);
const labels = new HDBSCAN({ minClusterSize: 10, minSamples: 5 }).fit(points);
const noise = labels.filter((label) => label === -1).length;
console.log(`${new Set(labels.filter((label) => label >= 0)).size} clusters, ${noise} of ${labels.length} noise`);
process.exit(noise > 20 ? 0 : 1);
JS
node it.mjs
