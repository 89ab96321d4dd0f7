// The dense patch decoder of each program: states [t, z] → hidden (elu) [t, H] → patch (relu6) [t, P].
// n programs with weights of their own: kernels [z, H] and [H, P], biases [H] and [P].
import { eluRow } from '@rnp-tools/side-module/assembly/elu';
import { rowTimesMatrices } from '@rnp-tools/side-module/assembly/rows';

export function patches(
  states: usize, kernel1: usize, bias1: usize, kernel2: usize, bias2: usize, hidden: usize, out: usize,
  n: i32, steps: i32, z: i32, h: i32, p: i32,
): void {
  const row = <usize>h << 2;
  const pixels = <usize>p << 2;
  for (let item = 0; item < n; item++) {
    for (let t = 0; t < steps; t++) {
      const own = hidden + <usize>t * row;
      rowTimesMatrices(states, z, kernel1, 0, 0, 0, bias1, own, h);
      eluRow(own, own, h);
      memory.copy(out + <usize>t * pixels, bias2, pixels);
      states += <usize>z << 2;
    }
    // The second kernel may be larger than the caches: four of its rows at a time, read once for all steps.
    let i = 0;
    for (; i + 4 <= h; i += 4) {
      const rows = kernel2 + <usize>i * pixels;
      for (let t = 0; t < steps; t++) {
        addFour(hidden + <usize>t * row + (<usize>i << 2), rows, pixels, out + <usize>t * pixels);
      }
    }
    for (; i < h; i++) {
      const source = kernel2 + <usize>i * pixels;
      for (let t = 0; t < steps; t++) {
        addOne(load<f32>(hidden + <usize>t * row + (<usize>i << 2)), source, pixels, out + <usize>t * pixels);
      }
    }
    relu6(out, <usize>steps * pixels);
    hidden += <usize>steps * row;
    out += <usize>steps * pixels;
    kernel1 += <usize>(z * h) << 2;
    bias1 += row;
    kernel2 += <usize>h * pixels;
    bias2 += pixels;
  }
}

/** to += Σ of four factors at `factors` times four rows of `bytes` bytes. */
function addFour(factors: usize, rows: usize, bytes: usize, to: usize): void {
  const f0 = v128.load32_splat(factors), f1 = v128.load32_splat(factors, 4);
  const f2 = v128.load32_splat(factors, 8), f3 = v128.load32_splat(factors, 12);
  const r1 = rows + bytes, r2 = r1 + bytes, r3 = r2 + bytes;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const left = f32x4.add(f32x4.mul(f0, v128.load(rows + at)), f32x4.mul(f1, v128.load(r1 + at)));
    const right = f32x4.add(f32x4.mul(f2, v128.load(r2 + at)), f32x4.mul(f3, v128.load(r3 + at)));
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.add(left, right)));
  }
  for (; at < bytes; at += 4) {
    const left = load<f32>(factors) * load<f32>(rows + at) + load<f32>(factors, 4) * load<f32>(r1 + at);
    const right = load<f32>(factors, 8) * load<f32>(r2 + at) + load<f32>(factors, 12) * load<f32>(r3 + at);
    store<f32>(to + at, load<f32>(to + at) + (left + right));
  }
}

/** to += factor times a row. */
function addOne(factor: f32, row: usize, bytes: usize, to: usize): void {
  for (let at: usize = 0; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + factor * load<f32>(row + at));
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
