#!/usr/bin/env bash
# @saehrimnir/druidjs 0.9.0 (npm): the Canberra metric adds |a - b| / (|a| + |b|) over all entries; where both are 0 the term is 0, as SciPy
# and R have it. druid divides 0 by 0: one pixel that is black in both pictures makes the distance NaN. Its k-nearest-neighbour search takes
# NaN for a distance like any other, so the neighbours of drawings are the first points of the list.
# Guess before it was run: 0/0 counts as 0. Seen 2026-11-30: canberra([0, 1], [0, 3]) NaN, where 0.5 is right; nearest to point 5 of six
# pictures that share a black pixel, and of which 4 is next to it: found 0 (distance NaN)
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @saehrimnir/druidjs@0.9.0
cat > it.mjs <<'JS'
import { canberra, NaiveKNN } from '@saehrimnir/druidjs';
const pictures = [10, 20, 30, 40, 50, 51].map((grey) => [0, grey, grey]);
const [nearest] = new NaiveKNN(pictures, { metric: canberra }).search_by_index(5, 1);
console.log(`canberra([0, 1], [0, 3]) ${canberra([0, 1], [0, 3])}; nearest to 5: ${nearest.index} (distance ${nearest.distance})`);
process.exit(Number.isNaN(canberra([0, 1], [0, 3])) && nearest.index !== 4 ? 0 : 1);
JS
node it.mjs
