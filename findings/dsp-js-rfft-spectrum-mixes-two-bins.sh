#!/usr/bin/env bash
# dsp.js 1.0.1 (npm): the spectrum of RFFT, its fastest transform, takes the real part of one bin and the imaginary part of the next. A sine
# that fills its bin comes out one bin lower, and a cosine in its own, so features and peaks of a sound depend on where a window began. The
# FFT of the same package is right, and so is RFFT's trans.
# Guess before it was run: all transforms of the package give the magnitudes of the sum that defines them. Seen 2026-11-30, 16 samples,
# loudest bin of a sine of 3 turns: FFT 3, RFFT 2; of a cosine 3 and 3
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts dsp.js@1.0.1
cat > it.cjs <<'JS'
const { FFT, RFFT } = require('dsp.js');
const size = 16;
const loudest = (values) => values.indexOf(Math.max(...values));
const direct = (wave) =>
  Array.from({ length: size / 2 }, (_, bin) => {
    const part = (turn) => wave.reduce((sum, value, i) => sum + value * turn((2 * Math.PI * bin * i) / size), 0);
    return (2 / size) * Math.hypot(part(Math.cos), part(Math.sin));
  });
const run = (Transform, wave) => {
  const transform = new Transform(size, size);
  transform.forward(wave);
  return [...transform.spectrum];
};
const lines = [['sine', Math.sin], ['cosine', Math.cos]].map(([name, turn]) => {
  const wave = Array.from({ length: size }, (_, i) => turn((2 * Math.PI * 3 * i) / size));
  return { name, fft: loudest(run(FFT, wave)), rfft: loudest(run(RFFT, wave)), right: loudest(direct(wave)) };
});
for (const { name, fft, rfft, right } of lines) console.log(`${name} of 3 turns, loudest bin: FFT ${fft}, RFFT ${rfft}, by definition ${right}`);
process.exit(lines[0].rfft === 2 && lines[1].rfft === 3 && lines.every(({ fft, right }) => fft === 3 && right === 3) ? 0 : 1);
JS
node it.cjs
