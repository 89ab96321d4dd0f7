#!/usr/bin/env bash
# jimp 1.6.1 (npm): Jimp.fromBitmap of a Uint8Array or a Buffer that is a part of a larger memory, such as the second picture of a batch,
# reads from the beginning of that memory: it takes data.buffer and forgets where the view begins. Every picture of a data set then shows the
# first one. A small Buffer.from([...]), as in its own documentation, lies in Node's pool, so even that gives whatever bytes the pool began
# with.
# Guess before it was run: the view's own bytes. Seen 2026-11-30, a batch of pictures of one pixel with greys 10 20 30, each given as
# subarray: 10 10 10
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts jimp@1.6.1
cat > it.mjs <<'JS'
import { Jimp } from 'jimp';
const batch = Uint8Array.from([10, 10, 10, 255, 20, 20, 20, 255, 30, 30, 30, 255]);
const greys = [0, 1, 2].map((i) => Jimp.fromBitmap({ width: 1, height: 1, data: batch.subarray(4 * i, 4 * i + 4) }).bitmap.data[0]);
console.log(`greys 10 20 30 come as ${greys.join(' ')}`);
process.exit(greys.join(' ') === '10 10 10' ? 0 : 1);
JS
node it.mjs
