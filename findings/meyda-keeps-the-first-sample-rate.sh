#!/usr/bin/env bash
# meyda 5.6.3 (npm): sampleRate and bufferSize are there to be set, and chroma, mfcc and melBands go on with filters that were made for the
# first ones. After one extract at 44100 Hz, an A at 16000 Hz comes out as another note; after another buffer size chroma is NaN. A program
# that reads clips of several rates gets features that depend on their order, without an error.
# Guess before it was run: A (9) each time. Seen 2026-11-30, loudest note of 440 Hz at 44100 Hz, at 16000 Hz, and there over twice as many
# samples: in turn 9, 3, NaN; each in a program of its own 9, 9, 9
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts meyda@5.6.3
cat > it.cjs <<'JS'
const fresh = () => {
  delete require.cache[require.resolve('meyda')];
  return require('meyda');
};
const note = (meyda, rate, size) => {
  meyda.sampleRate = rate;
  meyda.bufferSize = size;
  const chroma = meyda.extract('chroma', Float32Array.from({ length: size }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / rate)));
  return chroma.some(Number.isNaN) ? 'NaN' : chroma.indexOf(Math.max(...chroma));
};
const one = fresh();
const inTurn = [note(one, 44100, 8192), note(one, 16000, 8192), note(one, 16000, 16384)];
const alone = [note(fresh(), 44100, 8192), note(fresh(), 16000, 8192), note(fresh(), 16000, 16384)];
console.log(`loudest note of 440 Hz at 44100 Hz, at 16000 Hz, and there over twice as many samples: in turn ${inTurn.join(', ')}; each alone ${alone.join(', ')}`);
process.exit(inTurn[1] !== 9 && inTurn[2] === 'NaN' && inTurn[0] === 9 && alone.every((found) => found === 9) ? 0 : 1);
JS
node it.cjs
