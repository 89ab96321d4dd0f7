#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: the gradient of tf.maxPool goes to the first pixel of a window, not to its largest, where all of them
# are negative: the search for the largest begins at the smallest positive number. The pooled values are right. Inputs that are centred, or
# pooled before the rectifier, train on slopes at wrong places. The cpu backend is right.
# Guess before it was run: the slope goes to the largest. Seen 2026-11-30, the window -4 -3 -2 -1: slopes cpu 0 0 0 1, wasm 1 0 0 0; with 5
# added to each: 0 0 0 1 on both
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');
async function slopes(backend) {
  await tf.setBackend(backend);
  const window = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
  const slope = (x) => Array.from(tf.grad((image) => tf.maxPool(image, 2, 2, 'valid').sum())(x).dataSync()).join(' ');
  return [slope(window), slope(window.add(5))];
}
(async () => {
  const [cpu, wasm] = [await slopes('cpu'), await slopes('wasm')];
  console.log(`negative: cpu ${cpu[0]}, wasm ${wasm[0]}; positive: cpu ${cpu[1]}, wasm ${wasm[1]}`);
  process.exit(cpu[0] === '0 0 0 1' && wasm[0] === '1 0 0 0' && cpu[1] === wasm[1] ? 0 : 1);
})();
JS
node it.cjs
