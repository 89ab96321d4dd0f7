#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0 (npm) on Node 20 and 22: its main file is CommonJS of 1.2 MB, though its documentation shows
# `import * as tf`. An import has Node look through the whole text for the names that it exports, and before that, as package.json has no
# `type`, try whether the text is a module; require only runs it. The engine is one and the same either way. Each process that imports
# TensorFlow.js pays again: commands, workers, threads.
# Guess before it was run: within a tenth of each other, on every Node. Seen 2026-12-01: an import takes six times the processor time of a
# require on Node 20.20, four times on 22.23, as much on 24.21
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs-core@4.22.0
cat >load.mjs <<'JS'
import { createRequire } from 'node:module';
const begun = process.cpuUsage();
if (process.argv[2] === 'import') await import('@tensorflow/tfjs-core');
else createRequire(import.meta.url)('@tensorflow/tfjs-core');
const { user, system } = process.cpuUsage(begun);
console.log((user + system) / 1000);
JS
# The middle of nine: milliseconds of the processor.
middle() { for _ in 1 2 3 4 5 6 7 8 9; do "$1" load.mjs "$2"; done | sort -n | sed -n 5p; }
ratio() {
  local node; node=$(npx -y -p "node@$1" node -p process.execPath)
  local imported required; imported=$(middle "$node" import); required=$(middle "$node" require)
  echo "node $1: imported in $imported ms, required in $required ms" >&2
  "$node" -p "$imported / $required"
}
old=$(ratio 22.23.3)
new=$(ratio 24.21.0)
node -e "process.exit($old > 2 && $new < 1.6 ? 0 : 1)"
