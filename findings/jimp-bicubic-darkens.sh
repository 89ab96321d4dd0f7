#!/usr/bin/env bash
# jimp 1.6.1 (npm): resize with mode bicubicInterpolation, hermiteInterpolation or bezierInterpolation is no copy at the same size: the
# picture is enlarged a little, the far columns fall off, and what is brightest there is lost. Made smaller, each pixel is too dark on a ramp.
# The default mode and bilinearInterpolation keep the picture.
# Guess before it was run: resizing to the same size changes nothing. Seen 2026-11-30, the row 0 50 100 150 to width 4: bicubic 0 32 75 117,
# hermite 0 38 75 113, bezier 0 35 75 115; no mode and bilinear 0 50 100 150
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts jimp@1.6.1
cat > it.mjs <<'JS'
import { Jimp, ResizeStrategy } from 'jimp';
const row = (mode) => {
  const data = new Uint8Array(64).map((_, i) => (i % 4 === 3 ? 255 : 50 * (Math.floor(i / 4) % 4)));
  const image = Jimp.fromBitmap({ width: 4, height: 4, data }).resize({ w: 4, h: 4, mode });
  return [0, 1, 2, 3].map((x) => image.bitmap.data[4 * x]).join(' ');
};
const { BICUBIC, HERMITE, BEZIER, BILINEAR } = ResizeStrategy;
const changed = [BICUBIC, HERMITE, BEZIER].map(row);
const kept = [undefined, BILINEAR].map(row);
console.log(`bicubic ${changed[0]}, hermite ${changed[1]}, bezier ${changed[2]}; no mode ${kept[0]}, bilinear ${kept[1]}`);
process.exit(changed.join() === '0 32 75 117,0 38 75 113,0 35 75 115' && kept.every((values) => values === '0 50 100 150') ? 0 : 1);
JS
node it.mjs
