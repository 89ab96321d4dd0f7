// Runs in a browser; its exports are called from sines.test.ts.
import * as tf from '@tensorflow/tfjs-core';
import { cosine, sine, useBackend } from '../../src/index.js';

export interface Sines {
  readonly values: number[];
  readonly slopes: number[];
  /** Tensors left over. */
  readonly leaked: number;
}

/** Both functions of angles made on the card, and how fast they change, times 3. */
export async function sines(
  backend: 'webgl' | 'webgpu',
  angles: readonly number[],
  shape: number[],
): Promise<Readonly<Record<'sine' | 'cosine', Sines>>> {
  await useBackend(backend);
  return { sine: await of(sine, angles, shape), cosine: await of(cosine, angles, shape) };
}

async function of(
  op: (x: tf.Tensor) => tf.Tensor,
  angles: readonly number[],
  shape: number[],
): Promise<Sines> {
  const before = tf.memory().numTensors;
  const [y, slope] = tf.tidy(() => {
    // What the card makes need not lie as what is uploaded.
    const x = tf.mul(
      tf.tensor(
        angles.map((angle) => angle / 2),
        shape,
      ),
      2,
    );
    return [op(x), tf.grad((at) => tf.mul(op(at), 3))(x)];
  });
  const [values, slopes] = [[...(await y!.data())], [...(await slope!.data())]];
  tf.dispose([y!, slope!]);
  return { values, slopes, leaked: tf.memory().numTensors - before };
}
