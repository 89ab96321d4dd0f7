// Sums and means of 10^8 terms on WASM, relative to float64: node scripts/longSums.js, in a built clone; takes 2.5 GB.
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

const terms = 1e8;
const block = 1e6;

await useBackend('wasm');
const backend = tf.backend();
const info = backend.makeOutput([terms], 'float32');
const x = tf.engine().makeTensorFromTensorInfo(info);
// A sequence of low discrepancy in [0, 1), block by block, as no second array of this size is needed.
const place = new Float32Array(backend.wasm.HEAPU8.buffer, backend.getMemoryOffset(x.dataId), terms);
let exact = 0;
for (let first = 0; first < terms; first += block) {
  for (let i = first; i < first + block; i++) place[i] = (i * 0.6180339887498949) % 1;
  let sum = 0;
  for (let i = first; i < first + block; i++) sum += place[i];
  exact += sum;
}

const shapes = [
  [[terms], [0]],
  [[terms / 2, 2], [0]],
  [[2, terms / 2], [1]],
  [
    [1e4, 2, terms / 2e4],
    [0, 2],
  ],
];
for (const [shape, axes] of shapes) {
  for (const [name, reduce] of Object.entries({ sum: tf.sum, mean: tf.mean })) {
    const start = performance.now();
    const [total, parts] = tf.tidy(() => {
      const result = reduce(tf.reshape(x, shape), axes);
      return [result.dataSync().reduce((sum, value) => sum + value, 0), result.size];
    });
    const wanted = name === 'sum' ? exact : (exact / terms) * parts;
    const ms = Math.round(performance.now() - start);
    console.log(
      `${name} of [${shape}] over ${axes}: off by ${Math.abs(total / wanted - 1).toExponential(1)}, ${ms} ms`,
    );
  }
}
