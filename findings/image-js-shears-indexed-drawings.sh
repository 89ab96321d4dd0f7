#!/usr/bin/env bash
# image-js 1.7.0 (npm), beside pngjs 7.0.0: decode of a PNG with a palette of two colours (1 bit a pixel; 2 and 4 bits alike) counts pixels
# through the packed bytes as if rows followed each other bit by bit. PNG rows begin at whole bytes, so unless the width fills its last byte
# every row after the first is shifted, and no error is raised. Masks and line drawings are stored this way by every optimiser of PNGs. Its
# own reader fast-png, used directly, expands them rightly.
# Guess before it was run: as pngjs. Seen 2026-11-30, 5 x 2 pixels, rows 1 0 1 1 0 and 0 1 0 0 1: image-js 1 0 1 1 0 and 0 0 0 0 1; pngjs and
# fast-png as written
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts image-js@1.7.0 fast-png@8.0.0 pngjs@7.0.0
cat > it.mjs <<'JS'
import { crc32, deflateSync } from 'node:zlib';
import { convertIndexedToRgb, decode as decodePng } from 'fast-png';
import { decode } from 'image-js';
import { PNG } from 'pngjs';
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), Buffer.from(data)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
const header = [0, 0, 0, 5, 0, 0, 0, 2, 1, 3, 0, 0, 0];
const rows = deflateSync(Buffer.of(0, 0b10110000, 0, 0b01001000));
const file = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('PLTE', [0, 0, 0, 255, 255, 255]), chunk('IDAT', rows), chunk('IEND', [])]);
const bits = (data, channels) => Array.from({ length: 10 }, (_, i) => (data[channels * i] ? 1 : 0)).join(' ');
const imageJs = bits(decode(file).getRawImage().data, 3);
const fastPng = bits(convertIndexedToRgb(decodePng(file)), 3);
const pngjs = bits(PNG.sync.read(file).data, 4);
console.log(`image-js ${imageJs}; fast-png ${fastPng}; pngjs ${pngjs}`);
process.exit(imageJs === '1 0 1 1 0 0 0 0 0 1' && fastPng === '1 0 1 1 0 0 1 0 0 1' && pngjs === fastPng ? 0 : 1);
JS
node it.mjs
