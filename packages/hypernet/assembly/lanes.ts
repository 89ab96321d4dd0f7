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
 * exp(x) − 1, within 2 ulp or so and exact to first order near 0 (where exp(x) − 1 would cancel).
 * x = k·ln2 + r with |r| ≤ ln2/2; p = exp(r) − 1 by a polynomial of degree 7; result (2^k − 1) + 2^k·p.
 * x is clamped to [-87, 88]; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function expm1(value: v128): v128 {
  const x = f32x4.min(f32x4.max(value, f32x4.splat(-87)), f32x4.splat(88));
  const k = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  // ln2 in two parts, so that k·ln2 loses no digits (Cody and Waite).
  let r = f32x4.sub(x, f32x4.mul(k, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(k, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r);
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127));
  const scale = i32x4.shl(exponent, 23);
  return f32x4.add(f32x4.sub(scale, f32x4.splat(1)), f32x4.mul(scale, p));
}
