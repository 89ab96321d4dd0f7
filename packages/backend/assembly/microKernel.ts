// m rows of A and C, n columns of B and C, k the summed dimension. Addresses and strides are in bytes.

/** Rows and columns of C that one call of the micro kernel computes; its 12 accumulators fill 12 registers. */
export const MR: i32 = 6;
export const NR: i32 = 8;

/**
 * One tile of `height` <= 6 rows and NR columns: C (+)= A B with A packed as k columns of MR values and B as k rows
 * of NR values, `bStride` apart (32 when packed). Rows of C are `ldc` apart. Products and sums are separate, as
 * IEEE has them.
 */
export function tile6(
  a: usize, b: usize, c: usize, k: i32, bStride: usize, ldc: usize, height: i32, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 16);
    c40 = f32x4.add(c40, f32x4.mul(s, b0));
    c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 20);
    c50 = f32x4.add(c50, f32x4.mul(s, b0));
    c51 = f32x4.add(c51, f32x4.mul(s, b1));
    a += MR << 2;
    b += bStride;
  }
  row(c, c00, c01, accumulate);
  if (height == 1) return;
  row((c += ldc), c10, c11, accumulate);
  if (height == 2) return;
  row((c += ldc), c20, c21, accumulate);
  if (height == 3) return;
  row((c += ldc), c30, c31, accumulate);
  if (height == 4) return;
  row((c += ldc), c40, c41, accumulate);
  if (height == 5) return;
  row((c += ldc), c50, c51, accumulate);
}

/** The same for `height` <= 4 rows of a panel of MR, which spares the work on the rows that are only padding. */
export function tile4(
  a: usize, b: usize, c: usize, k: i32, bStride: usize, ldc: usize, height: i32, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00;
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(s, b0));
    c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(s, b0));
    c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(s, b0));
    c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(s, b0));
    c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a += MR << 2;
    b += bStride;
  }
  row(c, c00, c01, accumulate);
  if (height == 1) return;
  row((c += ldc), c10, c11, accumulate);
  if (height == 2) return;
  row((c += ldc), c20, c21, accumulate);
  if (height == 3) return;
  row((c += ldc), c30, c31, accumulate);
}

// @ts-ignore decorator
@inline
function row(c: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}
