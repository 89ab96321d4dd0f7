import { storeRow } from './tile';

/**
 * A tile whose columns of A are neighbours in memory: a transposed or packed matrix, or the values that the pixels of
 * an image have at one place of a convolution's window.
 *
 * C (+)= A B for `height` <= 4 rows and NR columns, summed over `lines` x k terms, both at least 1. Column p of A is
 * MR neighbours at a + p * aStride, all of which are read; after k of them `skip` is added. B has a row of NR values
 * every `bStride`, and `bSkip` is added likewise; rows of C are `ldc` apart.
 */
export function columnTile(
  a: usize, aStride: usize, skip: usize, b: usize, bStride: usize, bSkip: usize,
  k: i32, lines: i32, c: usize, ldc: usize, height: i32, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00;
  let c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  do {
    let p = k;
    while (true) {
      {
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
        a += aStride;
        b += bStride;
      }
      if (--p == 0) break;
      {
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
        a += aStride;
        b += bStride;
      }
      if (--p == 0) break;
    }
    a += skip;
    b += bSkip;
  } while (--lines > 0);
  storeRow(c, c00, c01, accumulate);
  if (height == 1) return;
  storeRow((c += ldc), c10, c11, accumulate);
  if (height == 2) return;
  storeRow((c += ldc), c20, c21, accumulate);
  if (height == 3) return;
  storeRow((c += ldc), c30, c31, accumulate);
}
