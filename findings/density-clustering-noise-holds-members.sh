#!/usr/bin/env bash
# density-clustering 1.3.0 (npm): after DBSCAN the property noise lists the points of no cluster, says its README. A point that is visited
# before its cluster is found is put there and stays there when the cluster takes it: it is then in a cluster and in the noise. So the share
# of outliers comes out too large, and removing the noise removes members of clusters. Which points are doubled depends on the order of the
# data.
# Guess before it was run: clusters and noise part the data. Seen 2026-11-30, the points 0 1 2 3 4 on a line, reach 1.1, 3 points: cluster 0 1
# 2 3 4, noise 0; in all 6 of 5 points
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts density-clustering@1.3.0
cat > it.mjs <<'JS'
import clustering from 'density-clustering';
const dbscan = new clustering.DBSCAN();
const clusters = dbscan.run([[0], [1], [2], [3], [4]], 1.1, 3);
const members = clusters.flat().sort().join(' ');
console.log(`in clusters: ${members}; noise: ${dbscan.noise.join(' ')}`);
process.exit(members === '0 1 2 3 4' && dbscan.noise.join() === '0' ? 0 : 1);
JS
node it.mjs
