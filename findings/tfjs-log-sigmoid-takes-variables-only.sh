#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0, any backend: tf.logSigmoid can be differentiated in a tensor that the caller keeps, and in no other: of a
# layer's output, as in every loss, minimize fails with a message about an undefined value. Its gradient reads the input without having asked
# for it to be kept, and the input is gone by then. neg(softplus(neg(x))), the same function, works.
# Guess before it was run: both work. Seen 2026-11-30: slopes of logSigmoid(x) 0.269 0.731; of logSigmoid(2 x) "Cannot read properties of
# undefined (reading 'backend')"; of neg(softplus(neg(2 x))) 0.238 1.762
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
function slopes(of) {
  try {
    return Array.from(tf.grad(of)(tf.tensor1d([1, -1])).dataSync(), (value) => value.toFixed(3)).join(' ');
  } catch (error) {
    return error.message;
  }
}
const [kept, computed, softplus] = [(x) => tf.logSigmoid(x), (x) => tf.logSigmoid(x.mul(2)), (x) => tf.neg(tf.softplus(tf.neg(x.mul(2))))].map(slopes);
console.log(`logSigmoid(x): ${kept}; logSigmoid(2 x): ${computed}; neg(softplus(neg(2 x))): ${softplus}`);
process.exit(kept === '0.269 0.731' && computed.includes('undefined') && softplus === '0.238 1.762' ? 0 : 1);
JS
node it.cjs
