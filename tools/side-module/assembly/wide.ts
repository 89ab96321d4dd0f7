// Sums of float32 that are kept in float64. Addresses and lengths of rows are in bytes.

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

/** The same, and the row of float32 begins anew. */
export function moveWide(from: usize, sums: usize, row: usize): void {
  addWide(from, sums, row);
  memory.fill(from, 0, row);
}

/** Rounds `count` float64, each times `scale`. */
export function rounded(sums: usize, to: usize, count: i32, scale: f64): void {
  for (let i = 0; i < count; i++) {
    store<f32>(to + (<usize>i << 2), <f32>(load<f64>(sums + (<usize>i << 3)) * scale));
  }
}
