#!/usr/bin/env bash
# meyda 5.6.3 (npm): spectralKurtosis multiplies the second moment by the first where the square of the first belongs. A kurtosis is never
# below 1; this one is a large negative number that follows the pitch. Skewness and spread are right. Features fed to a classifier of sounds
# carry it.
# Guess before it was run: the fourth moment about the mean over the squared variance. Seen 2026-11-30, a tone of 16 and of 64 turns in some
# noise: -20.7 and -51.9, where 1.7 and 2.0 are right
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts meyda@5.6.3
cat > it.cjs <<'JS'
const meyda = require('meyda');
meyda.bufferSize = 512;
meyda.sampleRate = 8000;
const seen = [16, 64].map((turns) => {
  const tone = Float32Array.from({ length: 512 }, (_, i) => Math.sin((2 * Math.PI * turns * i) / 512) + 0.3 * Math.sin(i * i));
  const { amplitudeSpectrum, spectralKurtosis, spectralSkewness } = meyda.extract(['amplitudeSpectrum', 'spectralKurtosis', 'spectralSkewness'], tone);
  const heights = [...amplitudeSpectrum];
  const total = heights.reduce((sum, height) => sum + height, 0);
  const mean = heights.reduce((sum, height, i) => sum + height * i, 0) / total;
  const moment = (power) => heights.reduce((sum, height, i) => sum + height * (i - mean) ** power, 0) / total;
  const right = { kurtosis: moment(4) / moment(2) ** 2, skewness: moment(3) / moment(2) ** 1.5 };
  console.log(`${turns} turns: kurtosis ${spectralKurtosis.toFixed(1)}, right ${right.kurtosis.toFixed(1)}; skewness ${spectralSkewness.toFixed(2)}, right ${right.skewness.toFixed(2)}`);
  return spectralKurtosis < 0 && right.kurtosis >= 1 && Math.abs(spectralSkewness - right.skewness) < 1e-6;
});
process.exit(seen.every(Boolean) ? 0 : 1);
JS
node it.cjs
