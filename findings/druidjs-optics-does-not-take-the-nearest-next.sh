#!/usr/bin/env bash
# @saehrimnir/druidjs 0.9.0 (npm): OPTICS goes on, at each step, with the point whose reachability is least; its plot of valleys is read that
# way. Where a reachability becomes smaller, druid orders a copy of its queue and goes on with the old one, so it takes points that are
# farther off: the order and some reachabilities are wrong, without an error. scikit-learn's OPTICS goes by the definition.
# Guess before it was run: no step takes a point that is farther off than another. Seen 2026-11-30, 60 random points, epsilon 0.4, 4 points:
# 46 of 60 steps do
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @saehrimnir/druidjs@0.9.0
cat > it.mjs <<'JS'
import { OPTICS } from '@saehrimnir/druidjs';
let state = 7;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const points = Array.from({ length: 60 }, () => [random(), random()]);
const [epsilon, min_points] = [0.4, 4];
const distance = (a, b) => Math.hypot(points[a][0] - points[b][0], points[a][1] - points[b][1]);
// The distance of the fourth nearest, the point itself among them.
const core = points.map((_, a) => points.map((_, b) => distance(a, b)).sort((x, y) => x - y)[min_points - 1]);
const order = new OPTICS(points, { epsilon, min_points })._ordered_list.map((point) => point.index);
const done = [];
let wrong = 0;
for (const next of order) {
  const reachability = (point) => Math.min(...done
    .filter((from) => core[from] <= epsilon && distance(from, point) <= epsilon)
    .map((from) => Math.max(core[from], distance(from, point))));
  const least = Math.min(...order.filter((point) => !done.includes(point)).map(reachability));
  if (reachability(next) > least + 1e-9) wrong++;
  done.push(next);
}
console.log(`${wrong} of ${order.length} steps take a point that is farther off than another`);
process.exit(wrong > 10 && new Set(order).size === 60 ? 0 : 1);
JS
node it.mjs
