#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0: tf.image.rgbToGrayscale of bytes makes white 254, not 255: its three weights add up to 0.9999 and the result is
# cut to a whole number. So paper is never white, a test for 255 finds no ground, and inverted paper is not 0 but 1. Of the 256
# greys 255 lose one step; 0 alone stays. Pillow's "L" keeps every grey, as its weights add up to one.
# Seen 2026-11-29, greys 0 to 255 as RGB: 255 of 256 changed, 255 becomes 254
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
const greys = Array.from({ length: 256 }, (_, grey) => [grey, grey, grey]).flat();
const made = tf.image.rgbToGrayscale(tf.tensor3d(greys, [1, 256, 3], 'int32')).dataSync();
const changed = Array.from(made).filter((value, grey) => value !== grey).length;
console.log(`${changed} of 256 changed, 255 becomes ${made[255]}`);
process.exit(changed === 255 && made[255] === 254 ? 0 : 1);
JS
node it.cjs
