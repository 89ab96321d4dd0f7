#!/usr/bin/env bash
# @resvg/resvg-js 2.6.2 (npm): pixels, "the RGBA pixels of the image", holds colours that are multiplied by their alpha already, without a
# word about it; asPng() of the same render holds plain ones. ImageData, sharp's raw input, pngjs and jimp take plain RGBA, so the smooth
# edges of white strokes come out grey there, and what is half clear is darkened twice.
# Guess before it was run: both hold the same. Seen 2026-11-30, a white rectangle at half opacity: pixels 128 128 128 128, asPng 255 255 255
# 128
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @resvg/resvg-js@2.6.2 pngjs@7.0.0
cat > it.mjs <<'JS'
import { Resvg } from '@resvg/resvg-js';
import { PNG } from 'pngjs';
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><rect width="1" height="1" fill="#fff" opacity="0.5"/></svg>';
const image = new Resvg(svg).render();
const pixels = Array.from(image.pixels).join(' ');
const png = Array.from(PNG.sync.read(Buffer.from(image.asPng())).data).join(' ');
console.log(`pixels ${pixels}; asPng ${png}`);
process.exit(pixels === '128 128 128 128' && png === '255 255 255 128' ? 0 : 1);
JS
node it.mjs
