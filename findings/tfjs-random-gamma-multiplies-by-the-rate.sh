#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0: tf.randomGamma(shape, alpha, beta) documents beta as the inverse scale, as TensorFlow has it, so the
# mean is alpha / beta. It is used as the scale: the mean is alpha * beta. Priors over precisions drawn with it are off by
# beta squared; beta 1 hides it.
# Seen 2026-11-29: alpha 2, beta 4: mean 8.0, where 0.5 is right; alpha 2, beta 1: 2.0
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
const mean = (beta) => tf.randomGamma([50_000], 2, beta, 'float32', 3).mean().dataSync()[0];
const [four, one] = [mean(4), mean(1)];
console.log(`alpha 2: beta 4: mean ${four.toFixed(1)} (0.5 is right); beta 1: ${one.toFixed(1)}`);
process.exit(Math.abs(four - 8) < 0.2 && Math.abs(one - 2) < 0.05 ? 0 : 1);
JS
node it.cjs
