#!/usr/bin/env bash
# ndarray-fft 1.0.3 (npm): its forward transform turns by +i where every other library (NumPy, FFTW, fft.js, kissfft) turns by -i, so the
# spectrum comes out conjugated. Magnitudes agree and there and back is right, which hides it; phases have the wrong sign, so a phase ramp
# shifts a picture to the other side, and spectra or filters from elsewhere are mirrored. Its README says "forward or inverse" only.
# Guess before it was run: the numbers of fft.js. Seen 2026-11-30, 0 1 0 0, bin 1: ndarray-fft 0+1i, fft.js 0-1i; the dot shifted right by
# one from place 1 by a phase ramp: place 0
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts ndarray-fft@1.0.3 ndarray@1.0.19 fft.js@4.0.4
cat > it.cjs <<'JS'
const ndarray = require('ndarray');
const transform = require('ndarray-fft');
const Other = require('fft.js');
const dot = [0, 1, 0, 0];
const [re, im] = [ndarray(Float64Array.from(dot)), ndarray(new Float64Array(4))];
transform(1, re, im);
const other = new Other(4);
const peer = other.createComplexArray();
other.transform(peer, other.toComplexArray(dot));
const text = (real, imaginary) => `${real.toFixed(0)}${imaginary < 0 ? '-' : '+'}${Math.abs(imaginary).toFixed(0)}i`;
// By the shift theorem a spectrum times exp(-2 pi i k / n) is that of the signal one place to the right.
const shifted = [ndarray(new Float64Array(4)), ndarray(new Float64Array(4))];
for (let k = 0; k < 4; k++) {
  const [cos, sin] = [Math.cos((-2 * Math.PI * k) / 4), Math.sin((-2 * Math.PI * k) / 4)];
  shifted[0].set(k, re.get(k) * cos - im.get(k) * sin);
  shifted[1].set(k, re.get(k) * sin + im.get(k) * cos);
}
transform(-1, ...shifted);
const place = [0, 1, 2, 3].find((i) => Math.round(shifted[0].get(i)) === 1);
console.log(`0 1 0 0, bin 1: ndarray-fft ${text(re.get(1), im.get(1))}, fft.js ${text(peer[2], peer[3])}; the dot shifted right by one from place 1: place ${place}`);
process.exit(Math.round(im.get(1)) === 1 && Math.round(peer[3]) === -1 && place === 0 ? 0 : 1);
JS
node it.cjs
