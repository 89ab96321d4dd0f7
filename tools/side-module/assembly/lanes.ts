// Small helpers on four float32 lanes.

/** Sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/**
 * exp(x) − 1, to about 2 ulp, also near 0 (where exp(x) − 1 would cancel).
 * x = k·ln2 + r with |r| ≤ ln2/2; p = exp(r) − 1 by a polynomial of degree 7; result (2^k − 1) + 2^k·p.
 * x is clamped to [-87, 88]; NaN stays NaN (pmax and pmin return their first operand then, and unlike max and min
 * are one instruction).
 */
// @ts-ignore: decorator
@inline
export function expm1(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-87)), f32x4.splat(88));
  // Adding 1.5·2^23 rounds to a whole number and leaves it in the low bits.
  const magic = f32x4.splat(12582912.0);
  const t = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), magic);
  const k = f32x4.sub(t, magic);
  // ln2 in two parts, so that k·ln2 loses no digits (Cody and Waite).
  let r = f32x4.sub(x, f32x4.mul(k, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(k, f32x4.splat(-2.12194440e-4)));
  // Pairs of terms (Estrin), for shorter chains.
  const square = f32x4.mul(r, r);
  const c23 = f32x4.add(f32x4.splat(0.5), f32x4.mul(r, f32x4.splat(1.0 / 6.0)));
  const c45 = f32x4.add(f32x4.splat(1.0 / 24.0), f32x4.mul(r, f32x4.splat(1.0 / 120.0)));
  const c67 = f32x4.add(f32x4.splat(1.0 / 720.0), f32x4.mul(r, f32x4.splat(1.0 / 5040.0)));
  const q = f32x4.add(c23, f32x4.mul(square, f32x4.add(c45, f32x4.mul(square, c67))));
  const p = f32x4.add(r, f32x4.mul(square, q));
  const scale = i32x4.shl(i32x4.add(t, i32x4.splat(127)), 23);
  return f32x4.add(f32x4.sub(scale, f32x4.splat(1)), f32x4.mul(scale, p));
}
