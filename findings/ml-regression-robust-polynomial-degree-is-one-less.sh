#!/usr/bin/env bash
# ml-regression-robust-polynomial 3.0.2 (npm): its third argument, "degree - polynomial degree", is the number of coefficients: degree 2
# fits a straight line, and degree 1 a constant. Its own README passes 3 for a parabola and does not say why. ml-regression-polynomial,
# beside it in ml-regression, means the degree, so an exchange for the robust form loses the highest power in silence.
# Guess before it was run: degree 2 finds a parabola. Seen 2026-11-30, x squared at 1 to 8, powers of the fit of degree 1, 2, 3: robust 0; 0
# 1; 0 1 2; plain 0 1; 0 1 2; 0 1 2 3
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts ml-regression-robust-polynomial@3.0.2 ml-regression-polynomial@3.0.2
cat > it.cjs <<'JS'
const { RobustPolynomialRegression } = require('ml-regression-robust-polynomial');
const { PolynomialRegression } = require('ml-regression-polynomial');
const x = [1, 2, 3, 4, 5, 6, 7, 8];
const y = x.map((value) => value * value);
const fits = [1, 2, 3].map((degree) => ({
  degree,
  robust: new RobustPolynomialRegression(x, y, degree),
  plain: new PolynomialRegression(x, y, degree),
}));
for (const { degree, robust, plain } of fits) console.log(`x squared, degree ${degree}: robust has powers ${robust.powers.join(' ')} and gives ${robust.predict(10).toFixed(0)} at 10; plain has powers ${plain.powers.join(' ')} and gives ${plain.predict(10).toFixed(0)}`);
process.exit(fits[1].robust.powers.length === 2 && fits[1].plain.powers.length === 3 && Math.round(fits[2].robust.predict(10)) === 100 ? 0 : 1);
JS
node it.cjs
