#!/usr/bin/env bash
# chroma-js 3.2.0 (npm): chroma.limits(data, mode, n) gives the bounds of n classes, n + 1 numbers. Mode 'k' (k-means) may give one class
# less, or two, and puts the bounds where no gap is: of three groups far apart two get one colour. The other modes give n + 1 numbers.
# Guess before it was run: bounds between the groups. Seen 2026-11-30, 1 2 3, 50 51 52, 100 101 in 3 classes: k 1 3 101; q, e and l give 4
# numbers; 0 to 99 in 5 classes: k 0 2 36 99
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts chroma-js@3.2.0
cat > it.mjs <<'JS'
import chroma from 'chroma-js';
const groups = [1, 2, 3, 50, 51, 52, 100, 101];
const limits = Object.fromEntries(['k', 'q', 'e', 'l'].map((mode) => [mode, chroma.limits(groups, mode, 3)]));
const even = chroma.limits(Array.from({ length: 100 }, (_, i) => i), 'k', 5);
console.log(`three groups: ${Object.entries(limits).map(([mode, found]) => `${mode} ${found.map((value) => +value.toFixed(1)).join(' ')}`).join('; ')}; 0 to 99 in five: k ${even.join(' ')}`);
process.exit(limits.k.length < 4 && even.length < 6 && ['q', 'e', 'l'].every((mode) => limits[mode].length === 4) ? 0 : 1);
JS
node it.mjs
