#!/usr/bin/env bash
# image-js 1.7.0 (npm): convertBitDepth(16) shifts bytes up by eight, so 255, white, becomes 65280, not 65535: the picture is too dark by 0.4
# %, nothing is white any more, a mask of ones divided by the greatest value gives 0.996, and its inverse has no 0. The PNG specification
# repeats the byte, which multiplies by 257, and so does libpng. Converting back hides it.
# Guess before it was run: white stays white. Seen 2026-11-30, 0 1 128 255: 0 256 32768 65280; inverted: 65535 65279 32767 255
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts image-js@1.7.0
cat > it.mjs <<'JS'
import { Image } from 'image-js';
const picture = new Image(4, 1, { data: Uint8Array.from([0, 1, 128, 255]), colorModel: 'GREY' }).convertBitDepth(16);
const values = (image) => Array.from(image.getRawImage().data).join(' ');
console.log(`0 1 128 255 become ${values(picture)}; inverted: ${values(picture.invert())}`);
process.exit(values(picture) === '0 256 32768 65280' ? 0 : 1);
JS
node it.mjs
