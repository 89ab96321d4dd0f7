#!/usr/bin/env bash
# @tensorflow/tfjs-layers 4.22.0: tf.layers.upSampling2d with interpolation 'bilinear' measures from pixel corners, not centres, so the enlarged picture
# lies up and to the left of where it was, by half a pixel at twice the size, and its right and lower edges stand double. Keras
# puts pixel centres where they belong. A decoder's drawing made with it is off by that much, and a model trained in Keras gives other
# pictures here. tf.image.resizeBilinear with its last argument true agrees with Keras.
# Seen 2026-11-29, the row 1 2 3 twice as long: layer 1 1.5 2 2.5 3 3; centres 1 1.25 1.75 2.25 2.75 3
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
const row = tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);
const layer = tf.layers.upSampling2d({ size: [1, 2], interpolation: 'bilinear', inputShape: [1, 3, 1] }).apply(row).dataSync().join(' ');
const centres = tf.image.resizeBilinear(row, [1, 6], false, true).dataSync().join(' ');
console.log(`layer ${layer}; centres ${centres}`);
process.exit(layer === '1 1.5 2 2.5 3 3' && centres === '1 1.25 1.75 2.25 2.75 3' ? 0 : 1);
JS
node it.cjs
