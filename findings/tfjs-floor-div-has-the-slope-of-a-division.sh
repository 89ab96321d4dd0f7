#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0: tf.floorDiv is a staircase, flat between its steps, and its gradient is that of a true division, in both
# arguments. tf.floor(tf.div(a, b)), the same function, has slope 0, and TensorFlow gives floordiv no gradient. Whole cells of a grid or bins
# of a histogram that are computed with it push on the weights.
# Guess before it was run: slope 0. Seen 2026-11-30 at 1.2 and 3.3, divided by 2: floorDiv 0.5 0.5, floor of div 0 0; raising them by 0.1
# changes the result by 0 0
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const at = tf.tensor1d([1.2, 3.3]);
const values = (tensor) => Array.from(tensor.dataSync()).join(' ');
const slopes = [(x) => tf.floorDiv(x, tf.scalar(2)), (x) => tf.floor(tf.div(x, 2))].map((of) => values(tf.grad(of)(at)));
const change = values(tf.sub(tf.floorDiv(at.add(0.1), tf.scalar(2)), tf.floorDiv(at, tf.scalar(2))));
console.log(`slopes: floorDiv ${slopes[0]}, floor of div ${slopes[1]}; raising by 0.1 changes the result by ${change}`);
process.exit(slopes[0] === '0.5 0.5' && slopes[1] === '0 0' && change === '0 0' ? 0 : 1);
JS
node it.cjs
