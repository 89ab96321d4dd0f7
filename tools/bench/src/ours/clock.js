import * as tf from '@tensorflow/tfjs-core';
import { median } from '../statistics.js';

/**
 * Milliseconds of one call, the median of several. Tensors made inside are freed; the results are not read, which is
 * enough on backends that compute before they return.
 *
 * @param {() => unknown} body
 * @param {{ repeats: number, warmUp?: number }} options
 */
export function milliseconds(body, { repeats, warmUp = 2 }) {
  const times = [];
  for (let i = 0; i < warmUp + repeats; i++) {
    tf.engine().startScope();
    const begun = performance.now();
    body();
    const ended = performance.now();
    tf.engine().endScope();
    if (i >= warmUp) times.push(ended - begun);
  }
  return median(times);
}

/** The same for a body that returns a promise and frees its own tensors. */
export async function millisecondsOf(body, { repeats, warmUp = 2 }) {
  const times = [];
  for (let i = 0; i < warmUp + repeats; i++) {
    const begun = performance.now();
    await body();
    if (i >= warmUp) times.push(performance.now() - begun);
  }
  return median(times);
}
