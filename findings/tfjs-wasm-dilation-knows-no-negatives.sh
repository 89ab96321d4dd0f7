#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: tf.dilation2d, the largest of pixel plus filter, never gives less than 1.2e-38: its search begins at
# the smallest positive number where the lowest one is meant. A negative result becomes zero to the eye, and no error is raised. Erosion,
# which is the dilation of the negative picture, is wrong for every picture, therefore. The cpu backend is right.
# Guess before it was run: as on cpu. Seen 2026-11-30, largest of -4 -3 -2 -1: cpu -1, wasm 1.1754943508222875e-38; the erosion of the picture
# 1 2 3 4, its least: cpu 1, wasm -1.1754943508222875e-38
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');
async function values(backend) {
  await tf.setBackend(backend);
  const largest = (pixels) => tf.dilation2d(tf.tensor4d(pixels, [1, 2, 2, 1]), tf.zeros([2, 2, 1]), 1, 'valid');
  return [largest([-4, -3, -2, -1]).dataSync()[0], largest([-1, -2, -3, -4]).neg().dataSync()[0]];
}
(async () => {
  const [cpu, wasm] = [await values('cpu'), await values('wasm')];
  console.log(`dilation of negatives: cpu ${cpu[0]}, wasm ${wasm[0]}; erosion of 1 2 3 4: cpu ${cpu[1]}, wasm ${wasm[1]}`);
  process.exit(cpu.join() === '-1,1' && wasm.every((value) => Math.abs(value) < 1e-30) ? 0 : 1);
})();
JS
node it.cjs
