import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { values } from '../src/compared.js';
import { inputRounding } from '../src/inputRounding.js';
import { tensorsOf } from '../src/tensors.js';

const ulp = 2 ** -23;

describe.each(['cpu', 'wasm'])('inputRounding on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  async function effectOf(f: (x: tf.Tensor) => tf.Tensor, data: number[]): Promise<number[]> {
    const inputs = { x: { shape: [data.length], data } };
    const compute = async ({ x }: Record<string, tf.Tensor>) => {
      const y = f(x!);
      return [await values(y, { shape: y.shape, data: [] }, 'y')];
    };
    const before = await compute(tensorsOf(inputs));
    const effects = await inputRounding(compute, inputs, before);
    expect(effects).toHaveLength(1);
    return [...effects[0]!];
  }

  test('of the inputs themselves it is one ulp, whatever their sign and size, and nothing of zeros', async () => {
    // Below a power of two floats lie twice as close.
    const effect = await effectOf((x) => tf.clone(x), [1.5, -1.5, 6, 0.2, 0]);
    expect(effect).toEqual([ulp, ulp, 4 * ulp, ulp / 8, 0]);
  });

  test('grows where a difference cancels', async () => {
    const [effect] = await effectOf((x) => tf.mul(1000, tf.sub(x, 1.5)), [1.5]);
    expect(effect! / ulp).toBeCloseTo(1000, 6);
  });

  test('is the same each time and leaves no tensors behind', async () => {
    const data = Array.from({ length: 20 }, (_, i) => Math.sin(i));
    const before = tf.memory().numTensors;
    const runs: number[][] = [];
    for (let i = 0; i < 2; i++) {
      tf.engine().startScope();
      runs.push(await effectOf((x) => tf.matMul(tf.reshape(x, [4, 5]), tf.reshape(x, [5, 4])), data));
      tf.engine().endScope();
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
