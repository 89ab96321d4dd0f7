#!/usr/bin/env bash
# svg-path-properties 1.3.0 (npm): getPointAtLength on an elliptical arc takes the share of the length for the share of the angle. Both are
# the same on a circle only, so points "every so many units" crowd at the tight ends of an ellipse and strokes sampled for a model have the
# wrong speed there, though getTotalLength is right and Bezier curves are sampled evenly. Reported as its issue 66 (open when looked up).
# Guess before it was run: the point after a tenth of the length. Seen 2026-11-30, half an ellipse of 20 by 5: 0.98 -1.55, where 3.09 -2.67
# is right; ten steps of equal length: 1.8 3.2 4.6 5.6 6.2 6.2 5.6 4.6 3.2 1.8
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts svg-path-properties@1.3.0
cat > it.mjs <<'JS'
import { svgPathProperties } from 'svg-path-properties';
const [width, height, steps] = [20, 5, 100000];
const at = (share) => [width - width * Math.cos(Math.PI * share), -height * Math.sin(Math.PI * share)];
const between = ([a, b], [c, d]) => Math.hypot(a - c, b - d);
let total = 0;
const lengths = Array.from({ length: steps }, (_, i) => (total += between(at(i / steps), at((i + 1) / steps))));
const path = new svgPathProperties(`M0 0A${width} ${height} 0 0 1 ${2 * width} 0`);
const length = path.getTotalLength();
const pieces = Array.from({ length: 10 }, (_, i) => [i, i + 1].map((tenth) => path.getPointAtLength((length * tenth) / 10)));
const gaps = pieces.map(([a, b]) => Math.hypot(a.x - b.x, a.y - b.y));
const right = at(lengths.findIndex((reached) => reached >= total / 10) / steps);
const found = path.getPointAtLength(length / 10);
console.log(`half an ellipse, length ${length.toFixed(2)} (summed ${total.toFixed(2)}); after a tenth: ${found.x.toFixed(2)} ${found.y.toFixed(2)}, right ${right.map((value) => value.toFixed(2)).join(' ')}; ten steps of equal length: ${gaps.map((gap) => gap.toFixed(1)).join(' ')}`);
process.exit(Math.abs(length - total) < 0.01 && between([found.x, found.y], right) > 2 && Math.max(...gaps) > 3 * Math.min(...gaps) ? 0 : 1);
JS
node it.mjs
