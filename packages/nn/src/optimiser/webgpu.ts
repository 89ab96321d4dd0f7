import { kernelForm, type OpForm } from '@rnp/backend';
import { runWebgpu, sumOfThreads, threads, type WebgpuProgram } from '@rnp/backend/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { AdamAttributes } from './adamAttributes.js';

const adamProgram: WebgpuProgram = {
  name: 'rnpAdam',
  inputs: ['value', 'gradient', 'first', 'second', 'factor'],
  outputs: ['newValue', 'newFirst', 'newSecond'],
  uniforms: {
    size: 'i32',
    limited: 'i32',
    limit: 'f32',
    rate: 'f32',
    epsilon: 'f32',
    keep1: 'f32',
    take1: 'f32',
    keep2: 'f32',
    take2: 'f32',
  },
  code: `
    let i = block * threads + lane;
    if (i >= uniforms.size) { return; }
    var g = gradient[i] * factor[0];
    if (uniforms.limited == 1) { g = clamp(g, -uniforms.limit, uniforms.limit); }
    let m = uniforms.keep1 * first[i] + uniforms.take1 * g;
    let v = uniforms.keep2 * second[i] + uniforms.take2 * (g * g);
    newFirst[i] = m;
    newSecond[i] = v;
    newValue[i] = value[i] - uniforms.rate * (m / (sqrt(v) + uniforms.epsilon));
  `,
};

/** One program a weight. Inputs and outputs as of the op. */
export const webgpuAdam: OpForm = /* @__PURE__ */ kernelForm('webgpu', {
  forward: ({ inputs, attrs, backend }) => {
    const [factor, ...list] = inputs as unknown as [tf.TensorInfo, ...tf.TensorInfo[]];
    const { rate, epsilon, beta1, beta2, limit } = attrs as unknown as AdamAttributes;
    const limited = Number.isFinite(limit);
    const uniforms = {
      limited: limited ? 1 : 0,
      limit: limited ? limit : 0,
      rate,
      epsilon,
      keep1: beta1,
      take1: 1 - beta1,
      keep2: beta2,
      take2: 1 - beta2,
    };
    return Array.from({ length: list.length / 4 }, (_, i) => {
      const { shape } = list[4 * i]!;
      const size = tf.util.sizeFromShape(shape);
      return runWebgpu(backend, adamProgram, {
        inputs: [...list.slice(4 * i, 4 * i + 4), factor],
        outputs: [shape, shape, shape],
        uniforms: { size, ...uniforms },
        groups: Math.ceil(size / threads),
      });
    }).flat();
  },
});

/** Tensors that one program reads: with what it writes there are eight. */
const atOnce = 7;

/** A group of threads adds up so many numbers at least, and no tensor has more groups than the second. */
const [perGroup, maxGroups] = [4096, 64];

/** Σ x² of so many tensors, the sums of their groups one after the other. */
function squaresProgram(count: number): WebgpuProgram {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const part = (i: number): string => `
    if (group < uniforms.groups${i}) {
      for (var i = group * threads + lane; i < uniforms.size${i}; i += uniforms.groups${i} * threads) {
        sum += x${i}[i] * x${i}[i];
      }
    }
    group = select(group - uniforms.groups${i}, 1 << 30, group < uniforms.groups${i});
  `;
  return {
    name: `rnpSquares${count}`,
    inputs: numbers.map((i) => `x${i}`),
    outputs: ['squares'],
    uniforms: {
      begin: 'i32',
      ...Object.fromEntries(
        numbers.flatMap((i) => [`size${i}`, `groups${i}`].map((key) => [key, 'i32' as const])),
      ),
    },
    declarations: sumOfThreads,
    code: `
      var sum = 0.0;
      var group = block;
      ${numbers.map(part).join('')}
      let all = sumOfThreads(sum, lane);
      if (lane == 0) { squares[uniforms.begin + block] = all; }
    `,
  };
}

const normProgram: WebgpuProgram = {
  name: 'rnpNorm',
  inputs: ['squares'],
  outputs: ['norm'],
  uniforms: { size: 'i32' },
  declarations: sumOfThreads,
  code: `
    var sum = 0.0;
    for (var i = lane; i < uniforms.size; i += threads) { sum += squares[i]; }
    let all = sumOfThreads(sum, lane);
    if (lane == 0) { norm[0] = sqrt(all); }
  `,
};

/** √Σ x² over all inputs; a scalar. */
export const webgpuGlobalNorm: OpForm = /* @__PURE__ */ kernelForm('webgpu', {
  forward: ({ inputs, backend }) => {
    const tensors = (inputs as unknown as readonly tf.TensorInfo[])
      .map((info) => ({ info, size: tf.util.sizeFromShape(info.shape) }))
      .filter(({ size }) => size > 0)
      .map((tensor) => ({ ...tensor, groups: Math.min(Math.ceil(tensor.size / perGroup), maxGroups) }));
    const groups = tensors.reduce((sum, tensor) => sum + tensor.groups, 0);
    if (groups === 0) return tf.scalar(0);
    let squares: tf.TensorInfo | undefined;
    let begin = 0;
    for (let first = 0; first < tensors.length; first += atOnce) {
      const some = tensors.slice(first, first + atOnce);
      const sizes = some.flatMap((tensor, i) => [
        [`size${i}`, tensor.size],
        [`groups${i}`, tensor.groups],
      ]);
      const here = some.reduce((sum, tensor) => sum + tensor.groups, 0);
      [squares] = runWebgpu(backend, squaresProgram(some.length), {
        inputs: some.map(({ info }) => info),
        outputs: [squares ?? [groups]],
        uniforms: { begin, ...(Object.fromEntries(sizes) as Record<string, number>) },
        groups: here,
      });
      begin += here;
    }
    const [norm] = runWebgpu(backend, normProgram, {
      inputs: [squares!],
      outputs: [[]],
      uniforms: { size: groups },
      groups: 1,
    });
    (backend as { disposeData(dataId: object): boolean }).disposeData(squares!.dataId);
    return norm!;
  },
});
