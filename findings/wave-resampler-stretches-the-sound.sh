#!/usr/bin/env bash
# wave-resampler 1.0.0 (npm; wavefile 11.0.0 gives the same numbers): the step between samples is (n - 1) / m where n / m is meant, so the
# sound is stretched by one sample over its length. At the same rate it is no copy; at half the rate the samples are not every other one;
# and sound that is resampled block by block is out of tune and jumps at every seam, by a whole sample.
# Guess before it was run: at the same rate nothing changes. Seen 2026-11-30, 0 to 7 at 8000 Hz, linear: to 8000 Hz 0 0.875 1.75 2.625 3.5
# 4.375 5.25 6.125; to 4000 Hz 0 1.75 3.5 5.25
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts wave-resampler@1.0.0
cat > it.cjs <<'JS'
const { resample } = require('wave-resampler');
const ramp = [0, 1, 2, 3, 4, 5, 6, 7];
const text = (rate) => [...resample(ramp, 8000, rate, { method: 'linear', LPF: false })].map((value) => +value.toFixed(3)).join(' ');
const [same, half] = [text(8000), text(4000)];
console.log(`${ramp.join(' ')} at 8000 Hz, linear: to 8000 Hz ${same}; to 4000 Hz ${half}, where 0 2 4 6 are samples of it`);
process.exit(same === ramp.map((value) => value * 0.875).join(' ') && half === '0 1.75 3.5 5.25' ? 0 : 1);
JS
node it.cjs
