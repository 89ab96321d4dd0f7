#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0: tf.train.adadelta scales a step with the running mean of squared gradients from before that step, where the
# paper, Keras and PyTorch take the gradient in first. The mean is 0 then, so the first step is the whole gradient times the learning rate,
# 224 times too long with the paper's settings: at its rate of 1 the initial weights are gone before the method has begun.
# Guess before it was run: the paper's steps. Seen 2026-11-30, x from 1 with the gradient x, rate 1, rho 0.95, epsilon 1e-6: after the first
# step 0, where 0.99553 is right
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const [rate, rho, epsilon] = [1, 0.95, 1e-6];
const x = tf.variable(tf.scalar(1));
tf.train.adadelta(rate, rho, epsilon).minimize(() => x.square().div(2), false, [x]);
const seen = x.dataSync()[0];
// Zeiler 2012, algorithm 1, with the gradient 1 at x = 1.
const right = 1 - (rate * Math.sqrt(epsilon)) / Math.sqrt((1 - rho) * 1 ** 2 + epsilon);
console.log(`after the first step ${seen.toFixed(5)}, where ${right.toFixed(5)} is right`);
process.exit(Math.abs(seen) < 1e-6 ? 0 : 1);
JS
node it.cjs
