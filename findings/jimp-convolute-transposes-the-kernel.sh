#!/usr/bin/env bash
# jimp 1.6.1 (npm): convolute reads its kernel by columns, so Sobel's kernel for vertical edges finds the horizontal ones and any kernel that
# is not symmetric works along the wrong axis. Its twin convolution, in the same package and with the same description, reads it by rows, as
# everything else does. Symmetric kernels hide it.
# Guess before it was run: both give the same. Seen 2026-11-30, a dot at column 2, row 2, and a kernel whose only 1 is in the middle row's
# first column: convolution moves it to column 3, row 2; convolute to column 2, row 3
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts jimp@1.6.1
cat > it.mjs <<'JS'
import { Jimp } from 'jimp';
const kernel = [[0, 0, 0], [1, 0, 0], [0, 0, 0]];
function place(change) {
  const image = new Jimp({ width: 5, height: 5, color: 0x000000ff });
  image.setPixelColor(0xffffffff, 2, 2);
  change(image);
  const at = Array.from({ length: 25 }, (_, i) => i).filter((i) => image.bitmap.data[4 * i] === 255);
  return at.map((i) => `column ${i % 5}, row ${Math.floor(i / 5)}`).join('; ');
}
const convolution = place((image) => image.convolution({ kernel }));
const convolute = place((image) => image.convolute(kernel));
console.log(`the dot goes to: convolution ${convolution}; convolute ${convolute}`);
process.exit(convolution === 'column 3, row 2' && convolute === 'column 2, row 3' ? 0 : 1);
JS
node it.mjs
