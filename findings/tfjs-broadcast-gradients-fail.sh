#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0, any backend: tf.maximum, tf.minimum, tf.squaredDifference and tf.matMul broadcast their arguments, and hand
# the smaller one a slope of the larger one's shape: tf.grad and minimize throw as soon as the smaller one is trained (a learnt threshold, a
# learnt mean, one matrix for a batch). tf.add, sub, mul, div and pow sum the slope up, as TensorFlow does for all of them.
# Guess before it was run: all sum it up. Seen 2026-11-30, [2, 3] with [3]: add, mul, pow work; maximum, minimum, squaredDifference: "The
# gradient of input 'b' has shape '2,3', which does not match the shape of the input '3'"; matMul of [4, 2, 3] with [1, 3, 2] alike
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
function outcome(op, larger, smaller) {
  try {
    return tf.grad((b) => tf[op](larger, b).sum())(smaller).shape.join();
  } catch (error) {
    return error.message.match(/has shape '.*'/)?.[0] ?? error.message;
  }
}
const seen = ['add', 'mul', 'pow', 'maximum', 'minimum', 'squaredDifference'].map((op) => [op, outcome(op, tf.ones([2, 3]), tf.tensor1d([0.5, 2, 3]))]);
seen.push(['matMul', outcome('matMul', tf.ones([4, 2, 3]), tf.ones([1, 3, 2]))]);
console.log(seen.map(([op, found]) => `${op}: ${found}`).join('\n'));
process.exit(seen.slice(0, 3).every(([, found]) => found === '3') && seen.slice(3).every(([, found]) => found.startsWith('has shape')) ? 0 : 1);
JS
node it.cjs
