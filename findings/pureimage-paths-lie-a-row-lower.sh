#!/usr/bin/env bash
# pureimage 0.4.20 (npm): fill() of a path draws one row lower than fillRect of the same rectangle, and rounds its upper and lower edge to
# whole rows though it knows halves at the left and right. A canvas in a browser draws both alike. Drawings rendered with it for a data set
# are shifted against the boxes and masks that belong to them.
# Guess before it was run: both draw the same. Seen 2026-11-30, the rectangle from (1, 1) to (4, 3): fillRect fills rows 1 2, fill() of its
# path rows 2 3
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts pureimage@0.4.20
cat > it.mjs <<'JS'
import { make } from 'pureimage';
function rows(draw) {
  const bitmap = make(5, 5);
  const context = bitmap.getContext('2d');
  context.fillStyle = '#000000';
  context.fillRect(0, 0, 5, 5);
  context.fillStyle = '#ffffff';
  draw(context);
  return [0, 1, 2, 3, 4].filter((y) => bitmap.getPixelRGBA(2, y) >>> 24 > 0).join(' ');
}
const rectangle = rows((context) => context.fillRect(1, 1, 3, 2));
const path = rows((context) => {
  context.beginPath();
  [[1, 1], [4, 1], [4, 3], [1, 3]].forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
  context.fill();
});
console.log(`fillRect fills rows ${rectangle}; fill() rows ${path}`);
process.exit(rectangle === '1 2' && path === '2 3' ? 0 : 1);
JS
node it.mjs
