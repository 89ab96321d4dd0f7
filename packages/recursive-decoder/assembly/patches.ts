// The dense patch decoder of each program: states [t, z] → hidden (elu) [t, H] → patch (relu6) [t, P].
// n programs with weights of their own: kernels [z, H] and [H, P], biases [H] and [P].
import { eluRow } from '@rnp-tools/side-module/assembly/elu';
import { addRowsTimesMatrix, rowTimesMatrices } from '@rnp-tools/side-module/assembly/rows';

export function patches(
  states: usize, kernel1: usize, bias1: usize, kernel2: usize, bias2: usize, hidden: usize, out: usize,
  n: i32, children: i32, z: i32, h: i32, p: i32,
): void {
  const row = <usize>h << 2;
  const pixels = <usize>p << 2;
  for (let item = 0; item < n; item++) {
    for (let t = 0; t < children; t++) {
      const own = hidden + <usize>t * row;
      rowTimesMatrices(states, z, kernel1, 0, 0, 0, bias1, own, h);
      eluRow(own, own, h);
      memory.copy(out + <usize>t * pixels, bias2, pixels);
      states += <usize>z << 2;
    }
    addRowsTimesMatrix(hidden, row, h, kernel2, pixels, out, pixels, children, pixels);
    relu6(out, <usize>children * pixels);
    hidden += <usize>children * row;
    out += <usize>children * pixels;
    kernel1 += <usize>(z * h) << 2;
    bias1 += row;
    kernel2 += <usize>h * pixels;
    bias2 += pixels;
  }
}

/** Cuts to [0, 6]; NaN stays NaN, as the pseudo-maximum returns its first operand then. */
function relu6(x: usize, bytes: usize): void {
  const zero = f32x4.splat(0), six = f32x4.splat(6);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(x + at, f32x4.pmin(f32x4.pmax(v128.load(x + at), zero), six));
  for (; at < bytes; at += 4) {
    v128.store_lane<f32>(x + at, f32x4.pmin(f32x4.pmax(v128.load32_splat(x + at), zero), six), 0);
  }
}
