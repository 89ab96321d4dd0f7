#!/usr/bin/env bash
# @tensorflow/tfjs-layers 4.22.0: the loss that fit reports holds the penalty of kernelRegularizer, and val_loss and evaluate's loss do not,
# on the same data and weights. Keras has it in all three. So the gap between the curves, by which one sees overfitting, is wrong by the
# penalty (a network that overfits may seem to do better on new data), and losses cannot be compared with Keras.
# Guess before it was run: one number three times. Seen 2026-11-30, weight 1, l2 0.5, data 1 to 0, learning rate 0: loss 1.5, val_loss 1,
# evaluate 1
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
(async () => {
  await tf.setBackend('cpu');
  const kernelRegularizer = tf.regularizers.l2({ l2: 0.5 });
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'ones', kernelRegularizer })] });
  model.compile({ loss: 'meanSquaredError', optimizer: tf.train.sgd(0) });
  const [x, y] = [tf.tensor2d([[1]]), tf.tensor2d([[0]])];
  const { history } = await model.fit(x, y, { epochs: 1, verbose: 0, validationData: [x, y] });
  const evaluated = model.evaluate(x, y).dataSync()[0];
  console.log(`loss ${history.loss[0]}, val_loss ${history.val_loss[0]}, evaluate ${evaluated}`);
  process.exit(history.loss[0] === 1.5 && history.val_loss[0] === 1 && evaluated === 1 ? 0 : 1);
})();
JS
node it.cjs
