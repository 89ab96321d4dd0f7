#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0, any backend: tf.randomUniform with dtype 'int32', and tf.randomUniformInt, draw fractions and cut them towards
# zero. Over a range that begins below zero the lowest number never comes, and 0 comes twice as often as the others; shifts and jitter that
# are drawn that way favour no shift. Documented is every whole number of [minval, maxval). With dtype 'bool' and the usual range 0 to 1 every
# entry is false.
# Guess before it was run: six numbers, 5,000 times each. Seen 2026-11-30, 30,000 draws from -3 to 3, counts of -3 -2 -1 0 1 2: 0 4980 5119
# 9886 4975 5040 from either; true of 1,000 'bool': 0
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > it.cjs <<'JS'
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
const counts = (drawn) => [-3, -2, -1, 0, 1, 2].map((value) => Array.from(drawn.dataSync()).filter((number) => number === value).length);
const uniform = counts(tf.randomUniform([30_000], -3, 3, 'int32', 2));
const whole = counts(tf.randomUniformInt([30_000], -3, 3, 2));
const truths = tf.randomUniform([1000], 0, 1, 'bool', 2).sum().dataSync()[0];
console.log(`-3 to 2: randomUniform ${uniform.join(' ')}; randomUniformInt ${whole.join(' ')}; true of 1,000 'bool': ${truths}`);
process.exit([uniform, whole].every((found) => found[0] === 0 && found[3] > 1.8 * found[1]) && truths === 0 ? 0 : 1);
JS
node it.cjs
