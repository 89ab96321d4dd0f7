#!/usr/bin/env bash
# simplify-geometry 0.0.2 (npm): Ramer, Douglas and Peucker drop a point that is nearer than the tolerance to the piece between its
# neighbours. This measures to the endless line through them, so a stroke that goes on past its end and comes back loses its tip, however
# far it reached out: serifs, hooks and retraced strokes of drawings are such. simplify-js measures to the piece.
# Guess before it was run: no point is farther off than the tolerance. Seen 2026-11-30, a stroke from 0 to 100 and back to 20, tolerance 1:
# simplify-geometry 0,0 20,0; simplify-js 0,0 100,0.5 20,0
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts simplify-geometry@0.0.2 simplify-js@1.2.4
cat > it.cjs <<'JS'
const simplify = require('simplify-geometry');
const peer = require('simplify-js');
const stroke = [[0, 0], [40, 0], [100, 0.5], [70, 0], [20, 0]];
const text = (points) => points.map((point) => point.join(',')).join(' ');
const [found, other] = [simplify(stroke, 1), peer(stroke.map(([x, y]) => ({ x, y })), 1, true).map(({ x, y }) => [x, y])];
console.log(`${text(stroke)}, tolerance 1: simplify-geometry ${text(found)}; simplify-js ${text(other)}`);
process.exit(!text(found).includes('100') && text(other).includes('100,0.5') ? 0 : 1);
JS
node it.cjs
