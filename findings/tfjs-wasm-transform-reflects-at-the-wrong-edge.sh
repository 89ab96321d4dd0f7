#!/usr/bin/env bash
# @tensorflow/tfjs-backend-wasm 4.22.0: tf.image.transform with fillMode 'reflect', the warp that augments images, gives other pixels than the
# cpu backend to the left of an image and above it: what lies just outside is taken from the far edge. The documentation's
# "d c b a | a b c d" is what cpu does. 'wrap', 'nearest' and 'constant' agree.
# Seen 2026-11-29, the row 1 2 3 moved right by one and by two pixels, nearest: cpu 1 1 2, 2 1 1; wasm 3 1 2, 3 3 1
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');
async function rows(backend) {
  await tf.setBackend(backend);
  const moved = (by) => {
    const map = tf.tensor2d([[1, 0, -by, 0, 1, 0, 0, 0]]);
    return tf.image.transform(tf.tensor4d([1, 2, 3], [1, 1, 3, 1]), map, 'nearest', 'reflect').dataSync().join(' ');
  };
  return `${moved(1)}, ${moved(2)}`;
}
(async () => {
  const [cpu, wasm] = [await rows('cpu'), await rows('wasm')];
  console.log(`cpu ${cpu}; wasm ${wasm}`);
  process.exit(cpu === '1 1 2, 2 1 1' && wasm === '3 1 2, 3 3 1' ? 0 : 1);
})();
JS
node it.cjs
