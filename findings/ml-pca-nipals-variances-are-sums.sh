#!/usr/bin/env bash
# ml-pca 4.1.1 (npm): with method 'NIPALS' getEigenvalues gives sums of squares where the other two methods give variances: they are larger by
# the number of points less one, and getStandardDeviations by its root. A limit on eigenvalues (Kaiser's, noise of sensors) or an ellipse
# drawn from the deviations is off with the size of the data set. Shares of explained variance are right, as the factor falls out of them.
# Guess before it was run: three methods, one result. Seen 2026-11-30, 101 points: first eigenvalue SVD 8.52, covarianceMatrix 8.52, NIPALS
# 852.43; variance of the scores 8.52 for each
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts ml-pca@4.1.1
cat > it.mjs <<'JS'
import { PCA } from 'ml-pca';
let state = 7;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const points = Array.from({ length: 101 }, () => [10 * random(), random(), random()]);
const found = ['SVD', 'covarianceMatrix', 'NIPALS'].map((method) => {
  const pca = new PCA(points, { method, nCompNIPALS: 3 });
  return [method, pca.getEigenvalues()[0], pca.predict(points).variance('column')[0]];
});
console.log(found.map(([method, eigenvalue, variance]) => `${method} ${eigenvalue.toFixed(2)} (variance of the scores ${variance.toFixed(2)})`).join(', '));
const [svd, covariance, nipals] = found.map(([, eigenvalue, variance]) => eigenvalue / variance);
process.exit(Math.abs(svd - 1) < 1e-6 && Math.abs(covariance - 1) < 1e-6 && Math.abs(nipals - 100) < 1e-3 ? 0 : 1);
JS
node it.mjs
