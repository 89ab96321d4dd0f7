#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: tf.log1p is there to be exact for small arguments. On wasm it adds one in float32 first, so 1e-8 gives 0 and
# 1e-5 is off by 0.14 %; tf.selu loses small negative values alike (its exponential minus one is taken literally), while
# tf.expm1 and tf.elu are exact. Likelihoods of rare events and slopes near zero vanish there. The cpu backend is right in all.
# Seen 2026-11-29: log1p of 1e-8 and 1e-5: cpu 1.0000e-8 9.9999e-6, wasm 0.0000e+0 1.0014e-5; selu(-1e-8): cpu -1.7581e-8, wasm 0.0000e+0
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');
const shown = (tensor) => Array.from(tensor.dataSync(), (value) => Math.abs(value).toExponential(4)).join(' ');
async function values(backend) {
  await tf.setBackend(backend);
  return `log1p ${shown(tf.log1p(tf.tensor1d([1e-8, 1e-5])))} selu ${shown(tf.selu(tf.tensor1d([-1e-8])))} expm1 ${shown(tf.expm1(tf.tensor1d([1e-8])))}`;
}
(async () => {
  const [cpu, wasm] = [await values('cpu'), await values('wasm')];
  console.log(`cpu: ${cpu}\nwasm: ${wasm}`);
  const right = 'log1p 1.0000e-8 9.9999e-6 selu 1.7581e-8 expm1 1.0000e-8';
  process.exit(cpu === right && wasm === 'log1p 0.0000e+0 1.0014e-5 selu 0.0000e+0 expm1 1.0000e-8' ? 0 : 1);
})();
JS
node it.cjs
