// Bias and activation in one pass.
// n items (one bias each), t rows an item, c entries a row: x [n,t,c], bias [n,c].
import { expm1 } from '@rnp-tools/side-module/assembly/lanes';
import { addWide, moveWide, rounded } from '@rnp-tools/side-module/assembly/wide';

// Codes shared with src/activation/wasm.ts.
const IDENTITY: i32 = 0;
const ELU: i32 = 1;
const RELU: i32 = 2;
const RELU6: i32 = 3;
const TANH: i32 = 4;
// 5 is the sigmoid.

/** The activation of four values. NaN stays NaN: pmax and pmin return their first operand then. */
// @ts-ignore: decorator
@inline
function apply(x: v128, code: i32): v128 {
  const zero = f32x4.splat(0);
  if (code == IDENTITY) return x;
  // max(x, 0) + expm1(min(x, 0)): one of the two is 0.
  if (code == ELU) return f32x4.add(f32x4.pmax(x, zero), expm1(f32x4.pmin(x, zero)));
  if (code == RELU) return f32x4.pmax(x, zero);
  if (code == RELU6) return f32x4.pmin(f32x4.pmax(x, zero), f32x4.splat(6));
  const two = f32x4.splat(2);
  if (code == TANH) {
    // Beyond 10 the tangent is 1 in float32; the clamp keeps exp(2x) finite.
    const e = expm1(f32x4.mul(two, f32x4.pmin(f32x4.pmax(x, f32x4.splat(-10)), f32x4.splat(10))));
    return f32x4.div(e, f32x4.add(e, two));
  }
  return f32x4.div(f32x4.splat(1), f32x4.add(two, expm1(f32x4.neg(x))));
}

/** dy times the activation's derivative, from the activation's *output* y. */
// @ts-ignore: decorator
@inline
function derive(dy: v128, y: v128, code: i32): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (code == IDENTITY) return dy;
  if (code == ELU) return f32x4.mul(dy, f32x4.add(f32x4.pmin(y, zero), one));
  if (code == RELU) return v128.and(dy, f32x4.gt(y, zero));
  if (code == RELU6) return v128.and(dy, v128.and(f32x4.gt(y, zero), f32x4.lt(y, f32x4.splat(6))));
  if (code == TANH) return f32x4.mul(dy, f32x4.sub(one, f32x4.mul(y, y)));
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(one, y)));
}

/** y = f(x + bias); bias 0 (no address) stands for none. */
export function biasActivation(x: usize, bias: usize, y: usize, n: i32, t: i32, c: i32, code: i32): void {
  // One loop for each activation, so that the choice is made outside it.
  if (code == 0) forward(x, bias, y, n, t, c, 0);
  else if (code == 1) forward(x, bias, y, n, t, c, 1);
  else if (code == 2) forward(x, bias, y, n, t, c, 2);
  else if (code == 3) forward(x, bias, y, n, t, c, 3);
  else if (code == 4) forward(x, bias, y, n, t, c, 4);
  else forward(x, bias, y, n, t, c, 5);
}

// @ts-ignore: decorator
@inline
function forward(x: usize, bias: usize, y: usize, n: i32, t: i32, c: i32, code: i32): void {
  for (let i = 0; i < n; i++) {
    for (let row = 0; row < t; row++) {
      let j = 0;
      for (; j + 4 <= c; j += 4) {
        let v = v128.load(x);
        if (bias != 0) v = f32x4.add(v, v128.load(bias + (<usize>j << 2)));
        v128.store(y, apply(v, code));
        x += 16;
        y += 16;
      }
      for (; j < c; j++) {
        let v = v128.load32_splat(x);
        if (bias != 0) v = f32x4.add(v, v128.load32_splat(bias + (<usize>j << 2)));
        v128.store_lane<f32>(y, apply(v, code), 0);
        x += 4;
        y += 4;
      }
    }
    if (bias != 0) bias += <usize>c << 2;
  }
}

/** dx = dy · f'(x + bias), from y; `size` entries. */
export function biasActivationGradX(dy: usize, y: usize, dx: usize, size: i32, code: i32): void {
  if (code == 1) backward(dy, y, dx, size, 1);
  else if (code == 2) backward(dy, y, dx, size, 2);
  else if (code == 3) backward(dy, y, dx, size, 3);
  else if (code == 4) backward(dy, y, dx, size, 4);
  else if (code == 5) backward(dy, y, dx, size, 5);
  else backward(dy, y, dx, size, 0);
}

// @ts-ignore: decorator
@inline
function backward(dy: usize, y: usize, dx: usize, size: i32, code: i32): void {
  let j = 0;
  for (; j + 4 <= size; j += 4) {
    const at = <usize>j << 2;
    v128.store(dx + at, derive(v128.load(dy + at), v128.load(y + at), code));
  }
  for (; j < size; j++) {
    const at = <usize>j << 2;
    v128.store_lane<f32>(dx + at, derive(v128.load32_splat(dy + at), v128.load32_splat(y + at), code), 0);
  }
}

/** Rows whose sums stay in float32 before they are added up in float64. */
const BLOCK: i32 = 128;

/** Bytes of scratch memory that `biasActivationGradBias` wants. */
export function biasActivationScratch(t: i32, c: i32): i32 {
  return t <= BLOCK ? 0 : c << 3;
}

/** dBias [n,c] = Σ over the rows of dy · f'(x + bias), from y. */
export function biasActivationGradBias(
  dy: usize, y: usize, dBias: usize, n: i32, t: i32, c: i32, code: i32, scratch: usize,
): void {
  if (code == 1) sumRows(dy, y, dBias, n, t, c, 1, scratch);
  else if (code == 2) sumRows(dy, y, dBias, n, t, c, 2, scratch);
  else if (code == 3) sumRows(dy, y, dBias, n, t, c, 3, scratch);
  else if (code == 4) sumRows(dy, y, dBias, n, t, c, 4, scratch);
  else if (code == 5) sumRows(dy, y, dBias, n, t, c, 5, scratch);
  else sumRows(dy, y, dBias, n, t, c, 0, scratch);
}

// @ts-ignore: decorator
@inline
function sumRows(
  dy: usize, y: usize, dBias: usize, n: i32, t: i32, c: i32, code: i32, scratch: usize,
): void {
  const line = <usize>c << 2;
  for (let i = 0; i < n; i++) {
    memory.fill(dBias, 0, line);
    if (t > BLOCK) memory.fill(scratch, 0, line << 1);
    for (let row = 0; row < t; row++) {
      if (row > 0 && row % BLOCK == 0) moveWide(dBias, scratch, line);
      let j = 0;
      for (; j + 4 <= c; j += 4) {
        const at = <usize>j << 2;
        const d = derive(v128.load(dy + at), v128.load(y + at), code);
        v128.store(dBias + at, f32x4.add(v128.load(dBias + at), d));
      }
      for (; j < c; j++) {
        const at = <usize>j << 2;
        const d = derive(v128.load32_splat(dy + at), v128.load32_splat(y + at), code);
        store<f32>(dBias + at, load<f32>(dBias + at) + f32x4.extract_lane(d, 0));
      }
      dy += line;
      y += line;
    }
    if (t > BLOCK) {
      addWide(dBias, scratch, line);
      rounded(scratch, dBias, c, 1);
    }
    dBias += line;
  }
}
