#!/usr/bin/env bash
# @tensorflow/tfjs-layers 4.22.0: tf.layers.masking, and embedding with maskZero, mark padded steps; recurrent layers skip them, and the loss
# and globalAveragePooling1d count them. Keras leaves them out in both. Sequences of unequal length are padded this way, so the loss and the
# gradient are mostly about the padding, and an average of words is pulled to the word 0.
# Guess before it was run: padding is left out. Seen 2026-11-30, a step of error 1 and two masked ones of error 4: loss 11, the mean of all
# three, where 1 is right (1/3 where masked errors count as 0); average of the embeddings 1 and 2 and a masked 0: 1, where 1.5 is right
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const ones = { units: 1, returnSequences: true, activation: 'linear', kernelInitializer: 'ones', recurrentInitializer: 'zeros', useBias: false };
const steps = tf.sequential({ layers: [tf.layers.masking({ maskValue: 0, inputShape: [3, 1] }), tf.layers.simpleRNN(ones)] });
steps.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
const input = tf.tensor3d([[[1], [0], [0]]]);
const [first, ...masked] = Array.from(steps.predict(input).dataSync());
// The step that counts is off by 1, the masked ones by 4.
const target = tf.tensor3d([[[first + 1], [masked[0] + 4], [masked[1] + 4]]]);
const loss = steps.evaluate(input, target).dataSync()[0];
const embedding = tf.layers.embedding({ inputDim: 3, outputDim: 1, inputLength: 3, maskZero: true, weights: [tf.tensor2d([[0], [1], [2]])] });
const average = tf.sequential({ layers: [embedding, tf.layers.globalAveragePooling1d()] }).predict(tf.tensor2d([[1, 2, 0]])).dataSync()[0];
console.log(`loss ${loss} (all steps: ${(1 + 16 + 16) / 3}; the one that counts: 1); average ${average} (1.5 is right)`);
process.exit(Math.abs(loss - 11) < 1e-4 && average === 1 ? 0 : 1);
JS
node it.cjs
