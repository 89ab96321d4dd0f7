#!/usr/bin/env bash
# meyda 5.6.3 (npm): spectralSlope, the slope of a straight line through the amplitude spectrum, leaves the number of bins out of one term
# of its divisor, which makes it negative: a sound whose high notes are the louder ones has a negative slope, and a dull one a positive,
# both of the wrong size. Bright and dark are exchanged.
# Guess before it was run: the slope of the straight line of least squares over the sum of the spectrum. Seen 2026-11-30, six tones, the
# high ones louder: -4.9e-7, where 1.4e-6 is right; the low ones louder: 7.2e-7, where -2.1e-6 is right
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts meyda@5.6.3
cat > it.cjs <<'JS'
const meyda = require('meyda');
meyda.bufferSize = 512;
meyda.sampleRate = 8000;
const tones = (loudness) =>
  Float32Array.from({ length: 512 }, (_, i) => [20, 60, 100, 140, 180, 220].reduce((sum, turns) => sum + loudness(turns) * Math.sin((2 * Math.PI * turns * i) / 512), 0));
const seen = [['high notes louder', (turns) => turns / 240], ['low notes louder', (turns) => 1 - turns / 240]].map(([name, loudness]) => {
  const { amplitudeSpectrum, spectralSlope } = meyda.extract(['amplitudeSpectrum', 'spectralSlope'], tones(loudness));
  const heights = [...amplitudeSpectrum];
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const hertz = heights.map((_, i) => (i * 8000) / 512);
  const [x, y] = [mean(hertz), mean(heights)];
  const slope = mean(hertz.map((at, i) => (at - x) * (heights[i] - y))) / mean(hertz.map((at) => (at - x) ** 2));
  const right = slope / (y * heights.length);
  console.log(`${name}: ${spectralSlope.toExponential(1)}, right ${right.toExponential(1)}`);
  return Math.sign(spectralSlope) === -Math.sign(right);
});
process.exit(seen.every(Boolean) ? 0 : 1);
JS
node it.cjs
