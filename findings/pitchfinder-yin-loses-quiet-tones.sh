#!/usr/bin/env bash
# pitchfinder 2.3.4 (npm): YIN compares the sound with itself and divides by a running mean, so loudness must not matter. Its first term is
# set to 1 before the mean is taken, whatever the sound's own is: once the sound is quiet, every value is below the threshold, and the first
# one wins. A tone of 5 % of the range, and silence, have a pitch of 17 to 18 kHz, not 440 Hz or null. Macleod in the same package hears it.
# Guess before it was run: 440 at every loudness, null for silence. Seen 2026-11-30, 440 Hz at 1, 0.1, 0.05, 0.01 of the range: YIN 440 440
# 18251 17667, Macleod 440 each time; silence: YIN 17640
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts pitchfinder@2.3.4
cat > it.cjs <<'JS'
const { YIN, Macleod } = require('pitchfinder');
const size = 4096;
const [yin, macleod] = [YIN({ sampleRate: 44100 }), Macleod({ sampleRate: 44100, bufferSize: size })];
const tone = (loudness) => Float32Array.from({ length: size }, (_, i) => loudness * Math.sin((2 * Math.PI * 440 * i) / 44100));
const found = [1, 0.1, 0.05, 0.01].map((loudness) => ({ loudness, yin: Math.round(yin(tone(loudness))), macleod: Math.round(macleod(tone(loudness)).freq) }));
const silence = yin(new Float32Array(size));
for (const { loudness, yin: heard, macleod: peer } of found) console.log(`440 Hz at ${loudness}: YIN ${heard}, Macleod ${peer}`);
console.log(`silence: YIN ${silence}`);
process.exit(found[0].yin === 440 && found.slice(2).every((row) => row.yin > 17000) && found.every((row) => row.macleod === 440) && silence > 17000 ? 0 : 1);
JS
node it.cjs
