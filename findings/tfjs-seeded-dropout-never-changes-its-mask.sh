#!/usr/bin/env bash
# @tensorflow/tfjs-layers 4.22.0: tf.layers.dropout with a seed drops the same units at every call. The seed is given to the
# random generator anew each time, so a network that is seeded to be reproducible trains one fixed thinned network, and the
# dropped units never learn. Keras draws the next mask of a seeded sequence. Without a seed the masks differ.
# Seen 2026-11-29, rate 0.5 over 16 ones, three calls in training:
#   seed 3: the same mask three times; no seed: three masks
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
const masks = (options) => {
  const layer = tf.layers.dropout({ rate: 0.5, ...options });
  return new Set([1, 2, 3].map(() => layer.apply(tf.ones([16]), { training: true }).dataSync().join('')));
};
const [seeded, unseeded] = [masks({ seed: 3 }).size, masks({}).size];
console.log(`different masks in three calls: seed 3: ${seeded}; no seed: ${unseeded}`);
process.exit(seeded === 1 && unseeded === 3 ? 0 : 1);
JS
node it.cjs
