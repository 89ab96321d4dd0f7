// The gradients of the dense patch decoder, program by program.
import { eluRowGrad } from '@rnp-tools/side-module/assembly/elu';
import { matrixTimesRow, sumOfOuterProducts, sumOfRows } from '@rnp-tools/side-module/assembly/rowGradients';

/** Bytes of scratch: the gradients of a program's patches and hidden layers before their activations. */
export function patchesScratch(children: i32, h: i32, p: i32): i32 {
  return (children * (h + p)) << 2;
}

/** dy [n, t, P], and what `patches` read and wrote → the gradients of all it read; dKernel1 and dKernel2 may lie where kernel1 and kernel2 do. */
export function patchesGrad(
  dy: usize, states: usize, kernel1: usize, kernel2: usize, hidden: usize, out: usize,
  dStates: usize, dKernel1: usize, dBias1: usize, dKernel2: usize, dBias2: usize, scratch: usize,
  n: i32, children: i32, z: i32, h: i32, p: i32,
): void {
  const vector = <usize>z << 2;
  const row = <usize>h << 2;
  const pixels = <usize>p << 2;
  const dHidden = scratch + <usize>children * pixels;
  for (let item = 0; item < n; item++) {
    relu6Grad(dy, out, scratch, <usize>children * pixels);
    for (let t = 0; t < children; t++) {
      const d = dHidden + <usize>t * row;
      matrixTimesRow(kernel2, scratch + <usize>t * pixels, d, h, p, false);
      eluRowGrad(d, hidden + <usize>t * row, d, h);
      matrixTimesRow(kernel1, d, dStates + <usize>t * vector, z, h, false);
    }
    sumOfOuterProducts(hidden, row, scratch, pixels, children, dKernel2, h, p, false);
    sumOfRows(scratch, pixels, children, dBias2, p, false);
    sumOfOuterProducts(states, vector, dHidden, row, children, dKernel1, z, h, false);
    sumOfRows(dHidden, row, children, dBias1, h, false);
    dy += <usize>children * pixels;
    out += <usize>children * pixels;
    states += <usize>children * vector;
    dStates += <usize>children * vector;
    hidden += <usize>children * row;
    kernel1 += <usize>z * row;
    dKernel1 += <usize>z * row;
    dBias1 += row;
    kernel2 += <usize>h * pixels;
    dKernel2 += <usize>h * pixels;
    dBias2 += pixels;
  }
}

/** dx = dy where 0 < y < 6, else 0. */
function relu6Grad(dy: usize, y: usize, dx: usize, bytes: usize): void {
  const zero = f32x4.splat(0), six = f32x4.splat(6);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const value = v128.load(y + at);
    const live = v128.and(f32x4.gt(value, zero), f32x4.lt(value, six));
    v128.store(dx + at, v128.and(v128.load(dy + at), live));
  }
  for (; at < bytes; at += 4) {
    const value = load<f32>(y + at);
    store<f32>(dx + at, value > 0 && value < 6 ? load<f32>(dy + at) : 0);
  }
}
