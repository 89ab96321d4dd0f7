#!/usr/bin/env bash
# svg-pathdata 7.2.0 (npm): matrix, and rotate and skew with it, make lines of the commands H and V, and take the place of the line before
# in turned coordinates for one in plain ones. The end of a V after an H (or an H after a V) lies elsewhere, so a rectangle written that
# way, as optimisers of SVG write it, comes out crooked. Relative h and v are right, and so are L and svgpath.
# Guess before it was run: the same points as with L. Seen 2026-11-30, turned by 90 degrees, the end of M0 0H10V10: svg-pathdata -10 0,
# svgpath -10 10; of M0 0L10 0L10 10: -10 10 from both
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts svg-pathdata@7.2.0 svgpath@2.6.0
cat > it.mjs <<'JS'
import { SVGPathData } from 'svg-pathdata';
import svgpath from 'svgpath';
const quarter = [0, 1, -1, 0, 0, 0]; // (x, y) to (-y, x)
const turned = ['M0 0H10V10', 'M0 0h10v10', 'M0 0L10 0L10 10'].map((path) => ({
  path,
  found: new SVGPathData(path).matrix(...quarter).toAbs().encode(),
  peer: svgpath(path).matrix(quarter).abs().toString(),
}));
for (const { path, found, peer } of turned) console.log(`${path} turned by 90 degrees: svg-pathdata ${found}, svgpath ${peer}`);
process.exit(turned[0].found.endsWith('-10 0') && turned[2].found.endsWith('-10 10') && turned.every(({ peer }) => /-10[ V]?10$/.test(peer)) ? 0 : 1);
JS
node it.mjs
