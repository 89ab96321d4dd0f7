#!/usr/bin/env bash
# jimp 1.6.1 (npm): gaussian writes its result into the picture that it is still reading, so the blur of a dot is smeared to the lower right:
# the pixel above gets 3.5 times as much as the one below, and the middle is not the brightest. blur, its box filter, is symmetric.
# Guess before it was run: a dot's blur is symmetric. Seen 2026-11-30, a dot of 255, gaussian(1), above it 28, left 31, in the middle 11,
# right 8, below 8
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts jimp@1.6.1
cat > it.mjs <<'JS'
import { Jimp } from 'jimp';
const size = 9;
const image = new Jimp({ width: size, height: size, color: 0x000000ff });
image.setPixelColor(0xffffffff, 4, 4);
image.gaussian(1);
const at = (x, y) => image.bitmap.data[4 * (y * size + x)];
const [above, left, middle, right, below] = [at(4, 3), at(3, 4), at(4, 4), at(5, 4), at(4, 5)];
console.log(`above ${above}, left ${left}, middle ${middle}, right ${right}, below ${below}`);
process.exit(above > 2 * below && left > 2 * right ? 0 : 1);
JS
node it.mjs
