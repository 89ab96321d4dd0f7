import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';

const ours = process.argv[2] === 'ours';
if (ours) {
  const b = await import('@rnp/backend');
  await b.useBackend('wasm');
} else {
  await tf.setBackend('wasm');
}
function time(name, flops, f, ms = 120) {
  for (let i = 0; i < 3; i++) f().dispose();
  let best = 1e9;
  const t0 = performance.now();
  do {
    let inner = 1;
    let t = performance.now();
    f().dispose();
    let e = performance.now() - t;
    if (e < 0.3) {
      inner = Math.ceil(0.5 / e);
      t = performance.now();
      for (let i = 0; i < inner; i++) f().dispose();
      e = (performance.now() - t) / inner;
    }
    best = Math.min(best, e);
  } while (performance.now() - t0 < ms);
  console.log(
    name.padEnd(44),
    (flops / best / 1e6).toFixed(2).padStart(8),
    'GF/s',
    (best * 1000).toFixed(0).padStart(8),
    'us',
  );
}
function mm(bs, m, n, k, ta, tb) {
  const B = bs ? [bs] : [];
  const a = tf.randomUniform([...B, ...(ta ? [k, m] : [m, k])]);
  const b = tf.randomUniform([...B, ...(tb ? [n, k] : [k, n])]);
  time(`${bs || ''}x ${m}x${n}x${k} ${ta ? 'T' : 'N'}${tb ? 'T' : 'N'}`, 2 * (bs || 1) * m * n * k, () =>
    tf.matMul(a, b, !!ta, !!tb),
  );
  a.dispose();
  b.dispose();
}
mm(0, 512, 512, 512, 0, 0);
mm(0, 512, 512, 512, 1, 0);
mm(0, 512, 512, 512, 0, 1);
mm(0, 512, 512, 512, 1, 1);
mm(64, 64, 784, 64, 0, 0);
mm(0, 256, 4000, 64, 0, 0);
mm(0, 64, 4000, 256, 1, 0);
mm(0, 256, 64, 4000, 0, 1);
mm(1024, 1, 64, 22, 0, 0);
mm(1024, 22, 64, 1, 1, 0);
mm(1024, 1, 22, 64, 0, 1);
mm(1024, 1, 32, 64, 0, 0);
mm(1024, 64, 32, 1, 1, 0);
mm(1024, 1, 64, 32, 0, 1);
mm(64, 1, 64, 22, 0, 0);
mm(256, 4, 64, 22, 0, 0);
mm(256, 4, 22, 64, 0, 1);
mm(256, 22, 64, 4, 1, 0);
mm(256, 8, 64, 64, 0, 0);
mm(256, 16, 64, 64, 0, 0);
mm(256, 8, 64, 64, 0, 1);
mm(256, 64, 64, 8, 1, 0);
mm(0, 8, 64, 64, 0, 0);
mm(0, 16, 256, 64, 0, 0);
mm(0, 2, 2, 2, 0, 0);
mm(0, 2, 2, 2, 1, 0);
mm(0, 64, 64, 64, 0, 0);
mm(0, 64, 64, 64, 1, 0);
