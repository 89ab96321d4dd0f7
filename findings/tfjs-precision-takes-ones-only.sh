#!/usr/bin/env bash
# @tensorflow/tfjs-layers 4.22.0: tf.metrics.precision and recall, and the metrics 'precision' and 'recall' of compile, count a prediction as
# positive if it is exactly 1. A network gives probabilities such as 0.9, so both are 0 for every network and epoch; only rounded predictions
# count. Keras counts what is above 0.5, as binaryAccuracy does here.
# Guess before it was run: 0.9 counts as positive. Seen 2026-11-30, truth 1 1 0, predictions 0.9 0.8 0.2: precision 0, recall 0,
# binaryAccuracy 1; predictions 1 1 0: precision 1
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const truth = tf.tensor1d([1, 1, 0]);
const metric = (name, predictions) => tf.metrics[name](truth, tf.tensor1d(predictions)).dataSync()[0];
const seen = ['precision', 'recall', 'binaryAccuracy'].map((name) => metric(name, [0.9, 0.8, 0.2]));
const rounded = metric('precision', [1, 1, 0]);
console.log(`0.9 0.8 0.2: precision ${seen[0]}, recall ${seen[1]}, binaryAccuracy ${seen[2]}; 1 1 0: precision ${rounded}`);
process.exit(seen.join() === '0,0,1' && rounded === 1 ? 0 : 1);
JS
node it.cjs
