#!/usr/bin/env bash
# @tensorflow/tfjs-backend-cpu 4.22.0: tf.multinomial of a batch begins its random sequence anew at every row, so rows with the same
# probabilities get the same draws and rows with similar ones nearly the same, with a seed and without one. Characters sampled for a batch of
# texts, actions of several players or codes of several pictures are copies of each other. On wasm each row has its own draws.
# Guess before it was run: four rows differ. Seen 2026-11-30, 4 rows of two equal outcomes, 12 draws each: different rows cpu 1 with seed 3
# and 1 without; wasm 4 and 4
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');
async function rows(backend) {
  await tf.setBackend(backend);
  return [3, undefined].map((seed) => new Set(tf.multinomial(tf.zeros([4, 2]), 12, seed).arraySync().map((row) => row.join(''))).size);
}
(async () => {
  const [cpu, wasm] = [await rows('cpu'), await rows('wasm')];
  console.log(`different rows of 4: cpu ${cpu[0]} with a seed, ${cpu[1]} without; wasm ${wasm[0]}, ${wasm[1]}`);
  process.exit(cpu.join() === '1,1' && wasm.every((count) => count > 2) ? 0 : 1);
})();
JS
node it.cjs
