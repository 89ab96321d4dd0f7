#!/usr/bin/env bash
# @audio/decode-wav 1.5.1 (npm; audio-decode 3.12.0 reads WAV files with it): a chunk of odd length in a RIFF file is followed by a byte of
# padding. It does not skip that byte, so after a note of 3 bytes (a title, a comment) it finds no samples, and gives no channels, a rate of
# 0 and no error: a clip that was loaded is silently empty. wavefile and Python's wave read the file.
# Guess before it was run: the four samples. Seen 2026-11-30, four samples behind a chunk of 4 bytes: 1 channel of 4, rate 8000; behind one
# of 3 bytes: 0 channels, rate 0; wavefile 4 samples both times
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @audio/decode-wav@1.5.1 wavefile@11.0.0
cat > it.mjs <<'JS'
import decode from '@audio/decode-wav';
import wavefile from 'wavefile';
const samples = Int16Array.from([0, 16384, -16384, 8192]);
const chunk = (name, body) => {
  const head = Buffer.alloc(8);
  head.write(name);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};
const format = Buffer.from('01000100401f0000803e000002001000', 'hex');
const file = (note) => {
  const parts = [chunk('fmt ', format), chunk('note', Buffer.from(note)), chunk('data', Buffer.from(samples.buffer))];
  return new Uint8Array(chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...parts])));
};
const seen = ['abcd', 'abc'].map((note) => {
  const { channelData, sampleRate } = decode(file(note));
  const peer = new wavefile.WaveFile(file(note)).getSamples().length;
  console.log(`chunk of ${note.length} bytes: ${channelData.length} channel(s), ${channelData[0]?.length ?? 0} samples, rate ${sampleRate}; wavefile ${peer} samples`);
  return { channels: channelData.length, peer };
});
process.exit(seen[0].channels === 1 && seen[1].channels === 0 && seen.every(({ peer }) => peer === 4) ? 0 : 1);
JS
node it.mjs
