// elu over rows of float32: x for x > 0, exp(x) - 1 below. NaN stays NaN: pmax and pmin return their first operand then.
import { expm1 } from './lanes';

// @ts-ignore: decorator
@inline
function elu(x: v128): v128 {
  const zero = f32x4.splat(0);
  // max(x, 0) + expm1(min(x, 0)): one of the two is 0.
  return f32x4.add(f32x4.pmax(x, zero), expm1(f32x4.pmin(x, zero)));
}

/** The slope of elu where it has the value y. */
// @ts-ignore: decorator
@inline
function slope(y: v128): v128 {
  return f32x4.add(f32x4.pmin(y, f32x4.splat(0)), f32x4.splat(1));
}

/** y = elu(x), `count` entries; x may be y. */
export function eluRow(x: usize, y: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(y, elu(v128.load(x)));
    x += 16;
    y += 16;
  }
  for (; count > 0; count--) {
    v128.store_lane<f32>(y, elu(v128.load32_splat(x)), 0);
    x += 4;
    y += 4;
  }
}

/** dx = dy·elu'(x), told from y = elu(x); dx may be dy. */
export function eluRowGrad(dy: usize, y: usize, dx: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(dx, f32x4.mul(v128.load(dy), slope(v128.load(y))));
    dy += 16;
    y += 16;
    dx += 16;
  }
  for (; count > 0; count--) {
    v128.store_lane<f32>(dx, f32x4.mul(v128.load32_splat(dy), slope(v128.load32_splat(y))), 0);
    dy += 4;
    y += 4;
    dx += 4;
  }
}
