#!/usr/bin/env bash
# wavefile 11.0.0 (npm): a WAV file whose format is "extensible" names the kind of its samples in its subformat, as the format prescribes
# for more than two channels. wavefile keeps the subformat and does not look at it: it takes the bits of a float for a whole number, so
# getSamples gives numbers up to 1e9, and toBitDepth noise around 0.5. No error is raised. The plain float format is read rightly.
# Guess before it was run: the floats. Seen 2026-11-30, 0 0.5 -0.5 0.25: plain float as written; extensible 0 1056964608 -1090519040
# 1048576000, as 32f 0.00 0.49 -0.51 0.49
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts wavefile@11.0.0
cat > it.cjs <<'JS'
const { WaveFile } = require('wavefile');
const samples = [0, 0.5, -0.5, 0.25];
const file = (extensible) => {
  const format = Buffer.alloc(extensible ? 40 : 16);
  [[extensible ? 0xfffe : 3, 0], [1, 2], [4, 12], [32, 14]].forEach(([value, at]) => format.writeUInt16LE(value, at));
  format.writeUInt32LE(8000, 4);
  format.writeUInt32LE(32000, 8);
  if (extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(32, 18);
    format.writeUInt32LE(4, 20);
    Buffer.from('0300000000001000800000aa00389b71', 'hex').copy(format, 24); // KSDATAFORMAT_SUBTYPE_IEEE_FLOAT
  }
  const data = Buffer.from(Float32Array.from(samples).buffer);
  const chunk = (name, body) => {
    const head = Buffer.alloc(8);
    head.write(name);
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), chunk('data', data)]));
};
const read = (extensible) => {
  const wave = new WaveFile(new Uint8Array(file(extensible)));
  const raw = [...wave.getSamples()];
  wave.toBitDepth('32f');
  return { raw: raw.join(' '), converted: [...wave.getSamples()].map((value) => value.toFixed(2)).join(' ') };
};
const [plain, extensible] = [read(false), read(true)];
console.log(`${samples.join(' ')}: plain float ${plain.raw}; extensible ${extensible.raw}, as 32f ${extensible.converted}`);
process.exit(plain.raw === samples.join(' ') && extensible.raw.includes('1056964608') ? 0 : 1);
JS
node it.cjs
