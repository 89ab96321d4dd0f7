// c entries a row
import { kernelForm, type OpForm } from '@rnp/backend';
import { runWebgpu, sumOfThreads, type WebgpuProgram } from '@rnp/backend/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** A group of threads has one row. Rows from `row` to the next multiple of `span` share gamma and beta. */
const sizes = { c: 'i32', span: 'i32', elu: 'i32' } as const;

const place = `
  let c = uniforms.c;
  let begin = block * c;
  let affine = (block / uniforms.span) * c;
`;

const forward: WebgpuProgram = {
  name: 'rnpNormRows',
  inputs: ['x', 'gamma', 'beta'],
  outputs: ['y', 'unit', 'scale'],
  uniforms: { ...sizes, rows: 'i32', epsilon: 'f32' },
  declarations: sumOfThreads,
  code: `
    if (block >= uniforms.rows) { return; }
    ${place}
    var sum = 0.0;
    for (var i = lane; i < c; i += threads) { sum += x[begin + i]; }
    let mean = sumOfThreads(sum, lane) / f32(c);
    var squares = 0.0;
    for (var i = lane; i < c; i += threads) {
      let centred = x[begin + i] - mean;
      squares += centred * centred;
    }
    let inverse = inverseSqrt(sumOfThreads(squares, lane) / f32(c) + uniforms.epsilon);
    for (var i = lane; i < c; i += threads) {
      let own = (x[begin + i] - mean) * inverse;
      unit[begin + i] = own;
      let value = own * gamma[affine + i] + beta[affine + i];
      y[begin + i] = select(value, exp(value) - 1.0, uniforms.elu == 1 && value < 0.0);
    }
    if (lane == 0) { scale[block] = inverse; }
  `,
};

const gradient: WebgpuProgram = {
  name: 'rnpNormRowsGradient',
  inputs: ['dy', 'y', 'unit', 'scale', 'gamma'],
  outputs: ['dx', 'dBeta', 'dGamma'],
  uniforms: { ...sizes, rows: 'i32' },
  declarations: sumOfThreads,
  code: `
    if (block >= uniforms.rows) { return; }
    ${place}
    var sum = 0.0;
    var along = 0.0;
    for (var i = lane; i < c; i += threads) {
      let at = begin + i;
      let slope = dy[at] * select(1.0, y[at] + 1.0, uniforms.elu == 1 && y[at] < 0.0);
      dBeta[at] = slope;
      dGamma[at] = slope * unit[at];
      sum += slope * gamma[affine + i];
      along += slope * gamma[affine + i] * unit[at];
    }
    let mean = sumOfThreads(sum, lane) / f32(c);
    let meanAlong = sumOfThreads(along, lane) / f32(c);
    for (var i = lane; i < c; i += threads) {
      let at = begin + i;
      dx[at] = scale[block] * (dBeta[at] * gamma[affine + i] - mean - unit[at] * meanAlong);
    }
  `,
};

function rowsOf(
  x: tf.TensorInfo,
  gamma: tf.TensorInfo,
): { readonly c: number; readonly rows: number; readonly span: number } {
  const c = x.shape.at(-1) ?? 1;
  const rows = tf.util.sizeFromShape(x.shape) / c;
  return { c, rows, span: rows / (tf.util.sizeFromShape(gamma.shape) / c) };
}

export const webgpuNormRows: OpForm = /* @__PURE__ */ kernelForm('webgpu', {
  forward: ({ inputs, attrs, backend }) => {
    const { x, gamma, beta } = inputs as Readonly<Record<'x' | 'gamma' | 'beta', tf.TensorInfo>>;
    const { epsilon, elu } = attrs as unknown as Readonly<Record<'epsilon' | 'elu', number>>;
    const of = rowsOf(x, gamma);
    return runWebgpu(backend, forward, {
      inputs: [x, gamma, beta],
      outputs: [x.shape, x.shape, [...x.shape.slice(0, -1), 1]],
      uniforms: { ...of, elu, epsilon },
      groups: of.rows,
    });
  },
});

export const webgpuNormRowsGradient: OpForm = /* @__PURE__ */ kernelForm('webgpu', {
  forward: ({ inputs, attrs, backend }) => {
    type Names = 'dy' | 'y' | 'unit' | 'scale' | 'gamma';
    const { dy, y, unit, scale, gamma } = inputs as Readonly<Record<Names, tf.TensorInfo>>;
    const { elu } = attrs as unknown as { readonly elu: number };
    const of = rowsOf(dy, gamma);
    return runWebgpu(backend, gradient, {
      inputs: [dy, y, unit, scale, gamma],
      outputs: [dy.shape, dy.shape, dy.shape],
      uniforms: { ...of, elu },
      groups: of.rows,
    });
  },
});
