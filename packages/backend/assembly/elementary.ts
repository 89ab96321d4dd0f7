// Elementary functions, four values at a time. Ranges and polynomials after Moshier's Cephes library (single
// precision); results are within a few units in the last place, not a number stays so.
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

/** sin(x + turns * pi / 2). The angle is reduced in double precision, so that it keeps its digits. */
// @ts-ignore decorator
@inline
function sin4(x: v128, turns: i32): v128 {
  // Adding 1.5 * 2^52 leaves the nearest whole number in the low bits.
  const magic = f64x2.splat(6755399441055744);
  const perQuadrant = f64x2.splat(0.63661977236758134308);
  const low = f64x2.promote_low_f32x4(x);
  const high = f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3));
  const lowQuadrant = f64x2.add(f64x2.mul(low, perQuadrant), magic);
  const highQuadrant = f64x2.add(f64x2.mul(high, perQuadrant), magic);
  const quadrantSize = f64x2.splat(1.57079632679489661923);
  const lowRest = f64x2.sub(low, f64x2.mul(f64x2.sub(lowQuadrant, magic), quadrantSize));
  const highRest = f64x2.sub(high, f64x2.mul(f64x2.sub(highQuadrant, magic), quadrantSize));
  const r = v128.shuffle<i32>(f32x4.demote_f64x2_zero(lowRest), f32x4.demote_f64x2_zero(highRest), 0, 1, 4, 5);
  const quadrant = i32x4.add(v128.shuffle<i32>(lowQuadrant, highQuadrant, 0, 2, 4, 6), i32x4.splat(turns));

  const z = f32x4.mul(r, r);
  let s = f32x4.splat(-1.9515295891e-4);
  s = f32x4.add(f32x4.mul(s, z), f32x4.splat(8.3321608736e-3));
  s = f32x4.add(f32x4.mul(s, z), f32x4.splat(-1.6666654611e-1));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, z), r), r);
  let c = f32x4.splat(2.443315711809948e-5);
  c = f32x4.add(f32x4.mul(c, z), f32x4.splat(-1.388731625493765e-3));
  c = f32x4.add(f32x4.mul(c, z), f32x4.splat(4.166664568298827e-2));
  c = f32x4.add(f32x4.mul(f32x4.mul(c, z), z), f32x4.sub(f32x4.splat(1), f32x4.mul(z, f32x4.splat(0.5))));

  const odd = i32x4.ne(v128.and(quadrant, i32x4.splat(1)), i32x4.splat(0));
  const sign = i32x4.shl(v128.and(quadrant, i32x4.splat(2)), 30);
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
