#!/usr/bin/env bash
# @tensorflow/tfjs-layers 4.22.0: heNormal, glorotNormal and leCunNormal document a standard deviation such as sqrt(2 / fanIn) and draw
# from a normal distribution that is cut off at two of these deviations. Cutting makes it narrower by 12 %, and nothing makes up
# for that. Keras divides by 0.8796 for this reason, so weights start with 0.77 of the variance they have there; over ten layers
# of rectifiers the signal shrinks to 0.28 of its size. The uniform forms are right.
# Seen 2026-11-29, 300 x 200, deviation over the documented one: heNormal 0.88, glorotNormal 0.88, leCunNormal 0.88, heUniform 0.99
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
const documented = { heNormal: 2 / 300, glorotNormal: 2 / 500, leCunNormal: 1 / 300, heUniform: 2 / 300 };
const ratios = Object.entries(documented).map(([name, variance]) => {
  const weights = tf.initializers[name]({ seed: 1 }).apply([300, 200]);
  return [name, Math.sqrt(tf.moments(weights).variance.dataSync()[0] / variance)];
});
console.log(ratios.map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`).join(', '));
process.exit(ratios.every(([name, ratio]) => Math.abs(ratio - (name === 'heUniform' ? 1 : 0.88)) < 0.015) ? 0 : 1);
JS
node it.cjs
