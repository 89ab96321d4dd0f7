#!/usr/bin/env bash
# @tensorflow/tfjs-backend-cpu 4.22.0: the gradient of tf.image.resizeBilinear has height and width exchanged, so a training step through the
# resize of a picture that is not square throws. Squares work, and so do all pictures on wasm; tests with squares do not show it.
# Guess before it was run: any shape works. Seen 2026-11-30, 2 x 2 and 2 x 3 made twice as large: cpu 1,2,2,1 and "The gradient of input
# 'images' has shape '1,3,2,1', which does not match the shape of the input '1,2,3,1'"; wasm 1,2,2,1 and 1,2,3,1
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');
async function outcomes(backend) {
  await tf.setBackend(backend);
  return [[2, 2], [2, 3]].map(([height, width]) => {
    try {
      const resized = (image) => tf.image.resizeBilinear(image, [2 * height, 2 * width]).sum();
      return tf.grad(resized)(tf.ones([1, height, width, 1])).shape.join();
    } catch (error) {
      return error.message.match(/has shape '.*'/)?.[0] ?? error.message;
    }
  });
}
(async () => {
  const [cpu, wasm] = [await outcomes('cpu'), await outcomes('wasm')];
  console.log(`cpu: ${cpu.join('; ')}\nwasm: ${wasm.join('; ')}`);
  process.exit(cpu[0] === '1,2,2,1' && cpu[1].startsWith("has shape '1,3,2,1'") && wasm[1] === '1,2,3,1' ? 0 : 1);
})();
JS
node it.cjs
