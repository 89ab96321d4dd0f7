#!/usr/bin/env bash
# fflate 0.8.3 (npm): its streaming compressors (Zlib, Gzip, Deflate) write streams that no inflater takes, when the data begin with a run of zeros and the level
# is 6, the default, or 9: a first match points before the beginning. Rows of a picture that is black at the top are such data, so PNGs
# written piece by piece come out damaged, without an error when they are written. zlibSync of the same bytes is right, and so is level 1.
# Seen 2026-11-29, 300 bytes, zeros but for ten of 255 from 40 on: streaming level 6 "invalid distance too far back", level 1 read; zlibSync read
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts fflate@0.8.3
cat > it.cjs <<'JS'
const { Zlib, zlibSync } = require('fflate');
const { inflateSync } = require('node:zlib');
const data = new Uint8Array(300).fill(255, 40, 50);
const streamed = (level) => {
  const pieces = [];
  new Zlib({ level }, (piece) => pieces.push(piece)).push(data, true);
  return Buffer.concat(pieces);
};
const read = (bytes) => {
  try {
    return inflateSync(bytes).equals(data) ? 'read' : 'other bytes';
  } catch (error) {
    return error.message;
  }
};
const seen = [read(streamed(6)), read(streamed(1)), read(zlibSync(data, { level: 6 }))];
console.log(`streaming level 6: ${seen[0]}; level 1: ${seen[1]}; zlibSync: ${seen[2]}`);
process.exit(seen.join() === 'invalid distance too far back,read,read' ? 0 : 1);
JS
node it.cjs
