#!/usr/bin/env bash
# pngjs 7.0.0 (npm): a colour picture that is written with colorType 0 or 4 (grey) gets the plain mean of red, green and blue, which its
# documentation does not say. Pillow's "L", OpenCV and libvips weigh them by brightness, so the same picture has other greys in a data set
# written by pngjs: blue three times as bright, green half as bright, and pure red, green and blue cannot be told apart.
# Guess before it was run: 76 150 29, as Pillow has it. Seen 2026-11-30, red, green, blue: 85 85 85
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts pngjs@7.0.0
cat > it.mjs <<'JS'
import { PNG } from 'pngjs';
const picture = new PNG({ width: 3, height: 1 });
picture.data = Buffer.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]);
const { data } = PNG.sync.read(PNG.sync.write(picture, { colorType: 0 }));
const greys = [data[0], data[4], data[8]].join(' ');
console.log(`red, green, blue: ${greys}`);
process.exit(greys === '85 85 85' ? 0 : 1);
JS
node it.mjs
