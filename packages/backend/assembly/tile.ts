// A tile is what one call of a micro kernel computes of C: MR x NR sums. The compilers of today's engines load all
// that a step needs before they multiply: 8 accumulators, 2 vectors of B and 4 values of A fill 14 registers, and one
// is left for the product. A test for the end after each step keeps them from loading for several steps at once.
// Products and sums are separate, as IEEE has them. Addresses and strides are in bytes.

/** Rows and columns of a tile. */
export const MR: i32 = 4;
export const NR: i32 = 8;

/** The next multiple of `step`. */
// @ts-ignore decorator
@inline
export function roundUp(value: i32, step: i32): i32 {
  return ((value + step - 1) / step) * step;
}

/** One row of a tile: C (+)= sums. */
// @ts-ignore decorator
@inline
export function storeRow(c: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}
