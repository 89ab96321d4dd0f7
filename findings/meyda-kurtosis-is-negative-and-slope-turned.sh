#!/usr/bin/env bash
# meyda 5.6.3 (npm): two features of a spectrum leave a factor out. spectralKurtosis has the first moment where its square belongs: a
# kurtosis is never below 1, and this one is a large negative number that follows the pitch. spectralSlope, the slope of a straight line
# through the amplitude spectrum, lacks the number of bins in its divisor, which makes that negative: bright and dark sounds are exchanged.
# Skewness is right. A classifier of sounds is fed these numbers.
# Guess before it was run: the fourth moment about the mean over the squared variance; the line of least squares over the sum of the
# spectrum. Seen 2026-11-30, six tones, the high ones louder, or the low ones: kurtosis -427.0 and -35.7, where 2.4 is right; slope -4.9e-7
# and 7.2e-7, where 1.4e-6 and -2.1e-6 are right
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts meyda@5.6.3
cat > it.cjs <<'JS'
const meyda = require('meyda');
meyda.bufferSize = 512;
meyda.sampleRate = 8000;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const byDefinition = (heights) => {
  const total = heights.reduce((sum, height) => sum + height, 0);
  const middle = heights.reduce((sum, height, i) => sum + height * i, 0) / total;
  const moment = (power) => heights.reduce((sum, height, i) => sum + height * (i - middle) ** power, 0) / total;
  const hertz = heights.map((_, i) => (i * 8000) / 512);
  const [x, y] = [mean(hertz), mean(heights)];
  const slope = mean(hertz.map((at, i) => (at - x) * (heights[i] - y))) / mean(hertz.map((at) => (at - x) ** 2));
  return { kurtosis: moment(4) / moment(2) ** 2, skewness: moment(3) / moment(2) ** 1.5, slope: slope / total };
};
const tones = (loudness) =>
  Float32Array.from({ length: 512 }, (_, i) => [20, 60, 100, 140, 180, 220].reduce((sum, turns) => sum + loudness(turns) * Math.sin((2 * Math.PI * turns * i) / 512), 0));
const sounds = [['high tones louder', (turns) => turns / 240], ['low tones louder', (turns) => 1 - turns / 240]];
const changed = sounds.map(([name, loudness]) => {
  const { amplitudeSpectrum, spectralKurtosis, spectralSkewness, spectralSlope } = meyda.extract(['amplitudeSpectrum', 'spectralKurtosis', 'spectralSkewness', 'spectralSlope'], tones(loudness));
  const right = byDefinition([...amplitudeSpectrum]);
  console.log(`${name}: kurtosis ${spectralKurtosis.toFixed(1)}, right ${right.kurtosis.toFixed(1)}; slope ${spectralSlope.toExponential(1)}, right ${right.slope.toExponential(1)}; skewness ${spectralSkewness.toFixed(2)}, right ${right.skewness.toFixed(2)}`);
  return spectralKurtosis >= 0 || Math.sign(spectralSlope) === Math.sign(right.slope) || Math.abs(spectralSkewness - right.skewness) > 1e-6;
});
process.exit(changed.some(Boolean) ? 1 : 0);
JS
node it.cjs
