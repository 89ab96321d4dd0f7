#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0, cpu and wasm alike: tf.image.resizeBilinear and resizeNearestNeighbor with halfPixelCenters true put pixel centres
# where they belong, and have the gradient of the other setting, false: slopes belong to neighbouring pixels and grow to the lower right,
# without an error. A decoder that enlarges this way, or a fit through a resize, trains on a shifted picture.
# Guess before it was run: the sum over the enlarged picture has the same slope at all four pixels, as the picture may be turned round. Seen
# 2026-11-30, slopes of the sum of a 2 x 2 picture made 4 x 4, true: bilinear 2.25 3.75 3.75 6.25, where 4 4 4 4 is right; raising each pixel
# by one raises the sum by 4 4 4 4. Nearest, a row of 4 made 6 with weights 1 2 4 8 16 32: 3 4 24 32, where 1 6 8 48 is right
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');
const shown = (tensor) => Array.from(tensor.dataSync(), (value) => +value.toFixed(2)).join(' ');
// Resizing is linear: the weighted sum over the resized picture of a single one at a pixel is the true slope there.
function slopes(shape, resized) {
  const size = shape[1] * shape[2];
  const ones = Array.from({ length: size }, (_, i) => tf.oneHot(tf.tensor1d([i], 'int32'), size).toFloat().reshape(shape));
  return [shown(tf.grad(resized)(tf.zeros(shape))), shown(tf.stack(ones.map(resized)))];
}
const weighted = (row) => row.mul(tf.tensor4d([1, 2, 4, 8, 16, 32], [1, 1, 6, 1])).sum();
async function seen(backend) {
  await tf.setBackend(backend);
  const bilinear = slopes([1, 2, 2, 1], (image) => tf.image.resizeBilinear(image, [4, 4], false, true).sum());
  const nearest = slopes([1, 1, 4, 1], (image) => weighted(tf.image.resizeNearestNeighbor(image, [1, 6], false, true)));
  return `bilinear ${bilinear[0]} (${bilinear[1]} is right); nearest ${nearest[0]} (${nearest[1]} is right)`;
}
(async () => {
  const [cpu, wasm] = [await seen('cpu'), await seen('wasm')];
  console.log(`cpu: ${cpu}\nwasm: ${wasm}`);
  const was = 'bilinear 2.25 3.75 3.75 6.25 (4 4 4 4 is right); nearest 3 4 24 32 (1 6 8 48 is right)';
  process.exit(cpu === was && wasm === was ? 0 : 1);
})();
JS
node it.cjs
