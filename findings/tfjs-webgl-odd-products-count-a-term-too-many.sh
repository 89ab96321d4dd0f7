#!/usr/bin/env bash
# @tensorflow/tfjs 4.22.0, webgl: tf.matMul counts one term too many where the inner dimension is odd and both operands were made on the card by
# an operation such as tf.add: numbers lie there in fours, what fills up the last ones is no zero, and the product counts it in. A sum of 123 terms
# is off by one. With zeros added to make the dimension even, and with operands that were uploaded, it is right. The cpu
# backend is right.
# Guess before it was run: only an operand of tf.concat has the fault. Seen 2026-12-03 in Chromium 156 with software rendering, 3 x 123 times
# 123 x 7, each entry 1 + 1: 493 for 492; the same of uploaded twos: 492; of 124 terms: 496 for 496
# Needs Chromium, by CHROMIUM_PATH or as chromium on the path.
set -euo pipefail
chromium=${CHROMIUM_PATH:-$(command -v chromium || true)}
[ -n "$chromium" ] || { echo 'needs Chromium: set CHROMIUM_PATH'; exit 2; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > page.html <<'HTML'
<script src="node_modules/@tensorflow/tfjs/dist/tf.min.js"></script>
<pre id="said"></pre>
<script>
(async () => {
  const product = (make, k) => tf.matMul(make([3, k]), make([k, 7])).dataSync()[0];
  const made = (shape) => tf.add(tf.ones(shape), 1);
  const uploaded = (shape) => tf.tensor(new Float32Array(shape[0] * shape[1]).fill(2), shape);
  const said = [];
  for (const backend of ['cpu', 'webgl']) {
    await tf.setBackend(backend);
    said.push(`${tf.getBackend()} made ${product(made, 123)} uploaded ${product(uploaded, 123)} even ${product(made, 124)}`);
  }
  document.getElementById('said').textContent = `SA${'ID'} ${said.join('; ')} END`;
})();
</script>
HTML
said=$("$chromium" --headless --no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update \
  --disable-sync --use-angle=swiftshader --enable-unsafe-swiftshader --allow-file-access-from-files --user-data-dir="$work/profile" --virtual-time-budget=60000 \
  --dump-dom "file://$work/page.html" 2>/dev/null | grep -o 'SAID .* END')
echo "$said"
[ "$said" = 'SAID cpu made 492 uploaded 492 even 496; webgl made 493 uploaded 492 even 496 END' ]
