#!/usr/bin/env bash
# node-wav 0.0.2 and wav-decoder 1.3.0 (npm): in a WAV file of 24 bits the deepest sample, -8388608, is read as +1, as the sign is tested
# with "greater than" where "at least" is meant. A recording that reaches the lower limit (normalised or clipped) gets a jump over the whole
# range, heard as a click, and its spectrum a burst. 16 and 32 bits are right.
# Guess before it was run: -1. Seen 2026-11-30, -0.5 -1 -0.5 in 24 bits: -0.5 1 -0.5 from both; in 16 and 32 bits as written
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts node-wav@0.0.2 wav-decoder@1.3.0
cat > it.cjs <<'JS'
const nodeWav = require('node-wav');
const wavDecoder = require('wav-decoder');
const samples = [-0.5, -1, -0.5];
const file = (bytes) => {
  const data = Buffer.alloc(samples.length * bytes);
  samples.forEach((value, i) => data.writeIntLE(value * 2 ** (bytes * 8 - 1), i * bytes, bytes));
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + data.length + (data.length % 2), 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  [[1, 20], [1, 22], [bytes, 32], [bytes * 8, 34]].forEach(([value, at]) => head.writeUInt16LE(value, at));
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000 * bytes, 28);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Uint8Array.from([...head, ...data, ...(data.length % 2 ? [0] : [])]).buffer;
};
(async () => {
  const read = {};
  for (const bytes of [2, 3, 4]) {
    const [own, peer] = [nodeWav.decode(file(bytes)), await wavDecoder.decode(file(bytes))];
    read[bytes] = [own, peer].map(({ channelData }) => [...channelData[0]].map((value) => +value.toFixed(4)).join(' '));
    console.log(`${bytes * 8} bits, ${samples.join(' ')}: node-wav ${read[bytes][0]}, wav-decoder ${read[bytes][1]}`);
  }
  process.exit(read[3].every((text) => text === '-0.5 1 -0.5') && [2, 4].every((bytes) => read[bytes][0] === '-0.5 -1 -0.5') ? 0 : 1);
})();
JS
node it.cjs
