#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0, cpu and wasm alike: where several entries share the largest value, the gradient of tf.max gives each of them the whole
# slope, so moving all of them together seems to change the maximum as many times over. TensorFlow and PyTorch's amax
# share it out. Images have many ties (white paper, black ground), so a loss through a maximum or a minimum over pixels gets
# slopes as large as the number of tied pixels.
# Seen 2026-11-29, 1,000 equal pixels: sum of slopes 1000 on cpu and on wasm, where raising all by 0.5 raises the maximum by 0.5
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');
async function slopes(backend) {
  await tf.setBackend(backend);
  const pixels = tf.ones([1000]);
  const sum = tf.grad((x) => tf.max(x))(pixels).sum().dataSync()[0];
  return [sum, tf.max(pixels.add(0.5)).sub(tf.max(pixels)).dataSync()[0]];
}
(async () => {
  const [cpu, wasm] = [await slopes('cpu'), await slopes('wasm')];
  console.log(`sum of slopes: cpu ${cpu[0]}, wasm ${wasm[0]}; raising all by 0.5 raises the maximum by ${cpu[1]}`);
  process.exit(cpu[0] === 1000 && wasm[0] === 1000 && cpu[1] === 0.5 ? 0 : 1);
})();
JS
node it.cjs
