// Sums of float32 that are kept in float64.

/**
 * So many float32 may be added one after the other: the rounding of a chain of positive values stays below 1e-6 of its sum in
 * practice. What adds in several chains at once may take as many times more terms.
 */
export const CHAIN: i32 = 256;

/** Up to so many values a sum in four lanes is good enough, which is also how the stock kernels add; longer ones are kept in float64. */
export function longRow(): i32 {
  return 4 * CHAIN;
}

/** The lower and the upper pair of four float32, added, as float64. */
// @ts-ignore: decorator
@inline
export function pairs(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)));
}

/** Adds four float32 to the four float64 at `sums`. */
// @ts-ignore: decorator
@inline
export function addPairs(sums: usize, v: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(v)));
  const upper = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
  v128.store(sums, f64x2.add(v128.load(sums, 16), upper), 16);
}

/** Adds a row of float32, `row` bytes long, to one of float64. */
export function addWide(from: usize, sums: usize, row: usize): void {
  const even = row & ~15;
  let at: usize = 0;
  for (; at < even; at += 16) addPairs(sums + (at << 1), v128.load(from + at));
  for (; at < row; at += 4) {
    store<f64>(sums + (at << 1), load<f64>(sums + (at << 1)) + <f64>load<f32>(from + at));
  }
}

/** Rounds `count` float64, each times `scale`. */
export function rounded(sums: usize, to: usize, count: i32, scale: f64): void {
  for (let i = 0; i < count; i++) {
    store<f32>(to + (<usize>i << 2), <f32>(load<f64>(sums + (<usize>i << 3)) * scale));
  }
}
