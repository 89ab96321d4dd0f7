#!/usr/bin/env bash
# image-js 1.7.0 (npm): resize with 'bilinear' or 'bicubic' draws the picture half a source pixel too far right and down, and its last columns
# stand double. At the same size it is no copy either: each pixel is mixed with its neighbour. Pillow, OpenCV, sharp and canvases keep pixel
# centres where they belong, so a data set prepared with image-js is not the one that a model was trained on elsewhere.
# Guess before it was run: resizing to the same size changes nothing. Seen 2026-11-30, the row 0 50 100 150: to width 4 bilinear 0 25 75 125,
# bicubic 0 22 75 128, nearest 0 50 100 150; to width 8 bilinear 0 0 25 50 75 100 125 150, where 0 13 38 63 88 113 138 150 is right
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts image-js@1.7.0
cat > it.mjs <<'JS'
import { Image } from 'image-js';
const data = Uint8Array.from({ length: 16 }, (_, i) => 50 * (i % 4));
const picture = new Image(4, 4, { data, colorModel: 'GREY' });
const row = (width, interpolationType) => Array.from(picture.resize({ width, height: 4, interpolationType }).getRawImage().data.slice(0, width)).join(' ');
const same = ['bilinear', 'bicubic', 'nearest'].map((type) => row(4, type));
const twice = row(8, 'bilinear');
console.log(`to width 4: bilinear ${same[0]}, bicubic ${same[1]}, nearest ${same[2]}; to width 8: bilinear ${twice}`);
process.exit(same.join() === '0 25 75 125,0 22 75 128,0 50 100 150' && twice === '0 0 25 50 75 100 125 150' ? 0 : 1);
JS
node it.mjs
