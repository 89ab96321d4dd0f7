#!/usr/bin/env bash
# seedrandom 3.0.5 (npm): seedrandom.xorshift7 gives the same numbers for every text of fewer than eight characters: 'hello', 'run 1' and 'run
# 2' are one seed, and so are 0 and many fractions, as they are taken as text. It mixes a character with a slot that is not there yet; NaN
# becomes 0. So repetitions of an experiment with different seeds are one and the same run. The other generators of the package hear such
# seeds.
# Guess before it was run: other seeds, other numbers. Seen 2026-11-30, first number for 'run 1', 'run 2', 'hello', 0.25, 0.75: xorshift7
# 0.74044 for each; xor4096 five different ones
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts seedrandom@3.0.5
cat > it.mjs <<'JS'
import seedrandom from 'seedrandom';
const seeds = ['run 1', 'run 2', 'hello', 0.25, 0.75];
const first = (name) => seeds.map((seed) => seedrandom[name](seed)().toFixed(5));
const [xorshift7, xor4096] = [first('xorshift7'), first('xor4096')];
console.log(`xorshift7 ${xorshift7.join(' ')}; xor4096 ${xor4096.join(' ')}`);
process.exit(new Set(xorshift7).size === 1 && new Set(xor4096).size === 5 ? 0 : 1);
JS
node it.mjs
