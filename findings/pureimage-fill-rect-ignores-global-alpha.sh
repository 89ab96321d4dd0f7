#!/usr/bin/env bash
# pureimage 0.4.20 (npm): globalAlpha, which its README lists as standard, is obeyed by fill() and drawImage, and ignored by fillRect. Layers
# that are to shine through each other (overlays of masks, heat maps of rectangles) cover what is below them. A colour with its own alpha,
# rgba(255, 255, 255, 0.5), works.
# Guess before it was run: half white over black is 127 or 128. Seen 2026-11-30: fillRect 255, drawImage 127, fillRect in rgba(255, 255, 255,
# 0.5) 127
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts pureimage@0.4.20
cat > it.mjs <<'JS'
import { make } from 'pureimage';
function grey(draw) {
  const bitmap = make(1, 1);
  const context = bitmap.getContext('2d');
  context.fillStyle = '#000000';
  context.fillRect(0, 0, 1, 1);
  draw(context);
  return bitmap.getPixelRGBA(0, 0) >>> 24;
}
const white = make(1, 1);
white.setPixelRGBA(0, 0, 0xffffffff);
const rectangle = grey((context) => { context.globalAlpha = 0.5; context.fillStyle = '#ffffff'; context.fillRect(0, 0, 1, 1); });
const image = grey((context) => { context.globalAlpha = 0.5; context.drawImage(white, 0, 0); });
const colour = grey((context) => { context.fillStyle = 'rgba(255, 255, 255, 0.5)'; context.fillRect(0, 0, 1, 1); });
console.log(`half white over black: fillRect ${rectangle}, drawImage ${image}, fillRect with rgba() ${colour}`);
process.exit(rectangle === 255 && image === 127 && colour === 127 ? 0 : 1);
JS
node it.mjs
