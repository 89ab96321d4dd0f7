// Elementary functions, four values at a time. Ranges and polynomials of exp and tanh after Moshier's Cephes library
// (single precision), within a few units in the last place; sin and cos in double precision, rounded once. Not a
// number stays so.
// Each reads `count` values at `from` and writes as many at `to`.

/** Where sin and cos give up: with fewer bits than this behind the point a quadrant is not known. */
const LARGEST_ANGLE: f32 = 1e9;

/** exp(x): 2^n exp(r) with |r| <= ln 2 / 2; infinity above 88.7, zero below -104. */
// @ts-ignore decorator
@inline
function exp4(x: v128): v128 {
  // The pseudo-minimum and -maximum keep what is not a number and are one instruction each.
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-105));
  // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits.
  const magic = f32x4.splat(12582912);
  const shifted = f32x4.add(f32x4.mul(clamped, f32x4.splat(1.44269504088896341)), magic);
  const n = f32x4.sub(shifted, magic);
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r), f32x4.splat(1));
  // In two steps, as 2^n itself leaves the range of normal numbers at both ends.
  const whole = i32x4.sub(shifted, magic);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(p, power(half)), power(i32x4.sub(whole, half)));
}

/**
 * exp(x) of values up to 0, as softmax has them, by the polynomial of XNNPACK's kernel; what float32 has no normal number for is 0, as
 * on the stock backend. Fewer operations than `exp4`, which has both ends of the range to care for.
 */
// @ts-ignore decorator
@inline
export function expNegative4(x: v128): v128 {
  // 1.5 * 2^23 leaves the nearest whole number in the low bits, 127 more makes it an exponent.
  const magic = f32x4.splat(12583039);
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), magic);
  const scale = i32x4.shl(shifted, 23);
  const n = f32x4.sub(shifted, magic);
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693145751953125)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(1.428606765330187e-06)));
  let p = f32x4.add(f32x4.mul(f32x4.splat(0.008289290592074394), r), f32x4.splat(0.04189782217144966));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.16667652130126953));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.4999915063381195));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.9999997019767761));
  const value = f32x4.add(f32x4.mul(f32x4.mul(r, scale), p), scale);
  return v128.andnot(value, f32x4.lt(x, f32x4.splat(-87.33654)));
}

/** 2^n for whole n in the range of normal exponents. */
// @ts-ignore decorator
@inline
function power(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** tanh(x): a polynomial near zero, 1 - 2 / (exp(2|x|) + 1) elsewhere. */
// @ts-ignore decorator
@inline
function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const one = f32x4.splat(1);
  const power = f32x4.add(exp4(f32x4.add(size, size)), one);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), power));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/**
 * sin(x + turns * pi / 2), in double precision and rounded once: actions and angles are few, and what an angle is
 * off by moves a whole part.
 */
// @ts-ignore decorator
@inline
function sin4(x: v128, turns: i32): v128 {
  const low = sin2(f64x2.promote_low_f32x4(x), turns);
  const high = sin2(f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3)), turns);
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

// @ts-ignore decorator
@inline
function sin2(x: v128, turns: i32): v128 {
  // Adding 1.5 * 2^52 leaves the nearest whole number in the low bits.
  const magic = f64x2.splat(6755399441055744);
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(0.63661977236758134308)), magic);
  const quadrant = i64x2.add(shifted, i64x2.splat(turns));
  // The quarter turn in two parts, so that whole numbers of it lose no digits (Cody and Waite).
  const n = f64x2.sub(shifted, magic);
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(1.5707963267341256)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(6.077100506506192e-11)));

  // Taylor's terms up to r^13 and r^12: below 2^-36 for |r| <= pi / 4.
  const z = f64x2.mul(r, r);
  let s = f64x2.splat(1.0 / 6227020800.0);
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(-1.0 / 39916800.0));
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(1.0 / 362880.0));
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(-1.0 / 5040.0));
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(1.0 / 120.0));
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(-1.0 / 6.0));
  s = f64x2.add(f64x2.mul(f64x2.mul(s, z), r), r);
  let c = f64x2.splat(1.0 / 479001600.0);
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(-1.0 / 3628800.0));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(1.0 / 40320.0));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(-1.0 / 720.0));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(1.0 / 24.0));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(-0.5));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(1));

  const odd = i64x2.ne(v128.and(quadrant, i64x2.splat(1)), i64x2.splat(0));
  const sign = i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62);
  return v128.xor(v128.bitselect(c, s, odd), sign);
}

export function exp(from: usize, to: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, exp4(v128.load(from)));
    from += 16;
    to += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, f32x4.extract_lane(exp4(v128.load32_splat(from)), 0));
    from += 4;
    to += 4;
  }
}

export function tanh(from: usize, to: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, tanh4(v128.load(from)));
    from += 16;
    to += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, f32x4.extract_lane(tanh4(v128.load32_splat(from)), 0));
    from += 4;
    to += 4;
  }
}

/** sin(x + turns * pi / 2); false, and no result, when an angle is infinite or too large to have a quadrant. */
export function sin(from: usize, to: usize, count: i32, turns: i32): bool {
  const limit = f32x4.splat(LARGEST_ANGLE);
  let large = i32x4.splat(0);
  for (; count >= 4; count -= 4) {
    const x = v128.load(from);
    large = v128.or(large, f32x4.gt(f32x4.abs(x), limit));
    v128.store(to, sin4(x, turns));
    from += 16;
    to += 16;
  }
  for (; count > 0; count--) {
    const x = v128.load32_splat(from);
    large = v128.or(large, f32x4.gt(f32x4.abs(x), limit));
    store<f32>(to, f32x4.extract_lane(sin4(x, turns), 0));
    from += 4;
    to += 4;
  }
  return !v128.any_true(large);
}
