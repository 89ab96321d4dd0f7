#!/usr/bin/env bash
# @tensorflow/tfjs-layers 4.22.0: tf.layers.alphaDropout is documented to keep mean and variance, which is its whole purpose. It
# keeps the variance only: dropped units are set to +1.758 where they belong at -1.758 (the kept mask minus one is -1, so the sign
# of the saturation value turns round), and the correction for the mean is then added on the same side. A self-normalising
# network with SELU is pushed off zero at every layer. Keras keeps both.
# Seen 2026-11-29, 200,000 standard normal values, rate 0.3: mean 0.91, variance 1.00
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
const values = tf.randomNormal([200_000], 0, 1, 'float32', 2);
const { mean, variance } = tf.moments(tf.layers.alphaDropout({ rate: 0.3 }).apply(values, { training: true }));
const [m, v] = [mean.dataSync()[0], variance.dataSync()[0]];
console.log(`mean ${m.toFixed(2)} (0 is right), variance ${v.toFixed(2)} (1 is right)`);
process.exit(Math.abs(m - 0.9) < 0.03 && Math.abs(v - 1) < 0.03 ? 0 : 1);
JS
node it.cjs
