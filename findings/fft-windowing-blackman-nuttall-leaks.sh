#!/usr/bin/env bash
# fft-windowing 0.1.4 (npm): blackman_nuttall has 0.3635819 as its second coefficient, the first one again, where 0.4891775 is meant. The
# window does not come down to 0 at its ends and loses what it is chosen for, side lobes 98 dB down: a tone is smeared over the whole
# spectrum. Its nuttall and blackman_harris have the published coefficients.
# Guess before it was run: about 0.0004 at the ends. Seen 2026-11-30: 0.1260; level 40 bins away from a tone: -51 dB, with the published
# coefficients -103, blackman_harris -120
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts fft-windowing@0.1.4
cat > it.cjs <<'JS'
const windows = require('fft-windowing');
const size = 256;
const level = (wave, bin) => {
  const part = (turn) => wave.reduce((sum, value, i) => sum + value * turn((2 * Math.PI * bin * i) / size), 0);
  return Math.hypot(part(Math.cos), part(Math.sin));
};
const published = (i) => [0.3635819, -0.4891775, 0.1365995, -0.0106411].reduce((sum, a, k) => sum + a * Math.cos((2 * Math.PI * k * i) / (size - 1)), 0);
const tone = Array.from({ length: size }, (_, i) => Math.sin(2 * Math.PI * 40.5 * i / size));
const far = (wave) => 20 * Math.log10(level(wave, 80) / level(wave, 40));
const leak = { given: far(windows.blackman_nuttall([...tone])), published: far(tone.map((value, i) => value * published(i))), harris: far(windows.blackman_harris([...tone])) };
const [edge] = windows.blackman_nuttall(new Array(size).fill(1));
console.log(`first value ${edge.toFixed(4)}, published ${published(0).toFixed(4)}; level 40 bins away from a tone: given ${leak.given.toFixed(0)} dB, published ${leak.published.toFixed(0)} dB, blackman_harris ${leak.harris.toFixed(0)} dB`);
process.exit(edge > 0.1 && leak.given > leak.published + 30 && leak.harris < -90 ? 0 : 1);
JS
node it.cjs
