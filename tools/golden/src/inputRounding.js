import { createRandom } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { tensorsOf } from './tensors.js';

const draws = 8;

/**
 * What rounding the inputs to float32 does to each number computed from them, on the active backend: the largest
 * change over some draws in which every input entry moves by −1, 0 or +1 ulp at random. A number's own changes count
 * and nobody else's: sharing them over a tensor would excuse well-conditioned entries with their neighbours'
 * conditioning, and the largest of eight draws is hardly ever small by chance.
 *
 * @param {(inputs: Record<string, tf.Tensor>) => Promise<import('./compared.js').Compared[]>} compute
 * @param {Record<string, { shape: number[], data: number[] }>} inputs tensors of the file
 * @param {import('./compared.js').Compared[]} computed from the inputs as they are
 * @returns {Promise<Float64Array[]>} for each of `computed`
 */
export async function inputRounding(compute, inputs, computed) {
  const effects = computed.map(({ actual }) => new Float64Array(actual.length));
  for (let draw = 0; draw < draws; draw++) {
    const random = createRandom(draw);
    tf.engine().startScope();
    try {
      const moved = Object.entries(inputs).map(([name, input]) => [name, nudged(input, random)]);
      const outputs = await compute(tensorsOf(Object.fromEntries(moved)));
      effects.forEach((effect, k) => {
        const [now, before] = [outputs[k].actual, computed[k].actual];
        effect.forEach((max, i) => {
          effect[i] = Math.max(max, Math.abs(now[i] - before[i]));
        });
      });
    } finally {
      tf.engine().endScope();
    }
  }
  return effects;
}

/** Zeros stay: they are exact. */
function nudged({ data, shape }, random) {
  const values = Float32Array.from(data);
  // As whole numbers, the bits of neighbouring floats differ by 1.
  const bits = new Int32Array(values.buffer);
  values.forEach((value, i) => {
    const step = Math.floor(3 * random.uniform()) - 1;
    if (value !== 0) bits[i] += step;
  });
  return { data: values, shape };
}
