#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0, cpu and wasm alike: tf.image.rotateWithOffset turns about the corner between the middle pixels, (width / 2,
# height / 2), and takes whole pixels for coordinates, so its "center 0.5" is half a pixel off the middle of the picture. A turn by 180
# degrees moves the picture by one row and one column and loses both; small turns that augment data shift it as well. Pillow's rotate keeps
# every pixel.
# Guess before it was run: half a turn reverses the pixels. Seen 2026-11-30, 1 to 9 turned by pi: 0 0 0 0 9 8 0 6 5; with center 1/3, the true
# middle of 3 pixels: 9 8 7 6 5 4 3 2 1
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const picture = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
const turned = (center) => Array.from(tf.image.rotateWithOffset(picture, Math.PI, 0, center).dataSync()).join(' ');
console.log(`center 0.5: ${turned(0.5)}; center 1/3: ${turned(1 / 3)}`);
process.exit(turned(0.5) === '0 0 0 0 9 8 0 6 5' && turned(1 / 3) === '9 8 7 6 5 4 3 2 1' ? 0 : 1);
JS
node it.cjs
