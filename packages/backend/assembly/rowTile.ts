import { NR, storeRow } from './tile';

/**
 * A tile whose rows of A are read along themselves, each from a place of its own: rows of a matrix, or the windows of a
 * convolution, which lie in memory line by line.
 *
 * C (+)= A B for `height` <= 4 rows and NR columns, summed over `lines` x k terms, both at least 1. Row i of A is k
 * neighbours at ai, then k at ai + pitch, and so on. B is packed, the rows for the next line of A are `bPitch` behind
 * those for this one; rows of C are `ldc` apart. Past `height` any readable address will do.
 */
export function rowTile(
  a0: usize, a1: usize, a2: usize, a3: usize, pitch: usize, b: usize, bPitch: usize,
  k: i32, lines: i32, c: usize, ldc: usize, height: i32, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00;
  let c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  const end = <usize>k << 2;
  do {
    let at: usize = 0;
    let row = b;
    while (true) {
      const p0 = a0 + at, p1 = a1 + at, p2 = a2 + at, p3 = a3 + at;
      {
        const b0 = v128.load(row), b1 = v128.load(row, 16);
        let s = v128.load32_splat(p0);
        c00 = f32x4.add(c00, f32x4.mul(s, b0));
        c01 = f32x4.add(c01, f32x4.mul(s, b1));
        s = v128.load32_splat(p1);
        c10 = f32x4.add(c10, f32x4.mul(s, b0));
        c11 = f32x4.add(c11, f32x4.mul(s, b1));
        s = v128.load32_splat(p2);
        c20 = f32x4.add(c20, f32x4.mul(s, b0));
        c21 = f32x4.add(c21, f32x4.mul(s, b1));
        s = v128.load32_splat(p3);
        c30 = f32x4.add(c30, f32x4.mul(s, b0));
        c31 = f32x4.add(c31, f32x4.mul(s, b1));
      }
      if (at + 4 == end) break;
      {
        const b0 = v128.load(row, 32), b1 = v128.load(row, 48);
        let s = v128.load32_splat(p0, 4);
        c00 = f32x4.add(c00, f32x4.mul(s, b0));
        c01 = f32x4.add(c01, f32x4.mul(s, b1));
        s = v128.load32_splat(p1, 4);
        c10 = f32x4.add(c10, f32x4.mul(s, b0));
        c11 = f32x4.add(c11, f32x4.mul(s, b1));
        s = v128.load32_splat(p2, 4);
        c20 = f32x4.add(c20, f32x4.mul(s, b0));
        c21 = f32x4.add(c21, f32x4.mul(s, b1));
        s = v128.load32_splat(p3, 4);
        c30 = f32x4.add(c30, f32x4.mul(s, b0));
        c31 = f32x4.add(c31, f32x4.mul(s, b1));
      }
      if (at + 8 == end) break;
      {
        const b0 = v128.load(row, 64), b1 = v128.load(row, 80);
        let s = v128.load32_splat(p0, 8);
        c00 = f32x4.add(c00, f32x4.mul(s, b0));
        c01 = f32x4.add(c01, f32x4.mul(s, b1));
        s = v128.load32_splat(p1, 8);
        c10 = f32x4.add(c10, f32x4.mul(s, b0));
        c11 = f32x4.add(c11, f32x4.mul(s, b1));
        s = v128.load32_splat(p2, 8);
        c20 = f32x4.add(c20, f32x4.mul(s, b0));
        c21 = f32x4.add(c21, f32x4.mul(s, b1));
        s = v128.load32_splat(p3, 8);
        c30 = f32x4.add(c30, f32x4.mul(s, b0));
        c31 = f32x4.add(c31, f32x4.mul(s, b1));
      }
      if (at + 12 == end) break;
      {
        const b0 = v128.load(row, 96), b1 = v128.load(row, 112);
        let s = v128.load32_splat(p0, 12);
        c00 = f32x4.add(c00, f32x4.mul(s, b0));
        c01 = f32x4.add(c01, f32x4.mul(s, b1));
        s = v128.load32_splat(p1, 12);
        c10 = f32x4.add(c10, f32x4.mul(s, b0));
        c11 = f32x4.add(c11, f32x4.mul(s, b1));
        s = v128.load32_splat(p2, 12);
        c20 = f32x4.add(c20, f32x4.mul(s, b0));
        c21 = f32x4.add(c21, f32x4.mul(s, b1));
        s = v128.load32_splat(p3, 12);
        c30 = f32x4.add(c30, f32x4.mul(s, b0));
        c31 = f32x4.add(c31, f32x4.mul(s, b1));
      }
      at += 16;
      row += 4 * (NR << 2);
      if (at == end) break;
    }
    a0 += pitch;
    a1 += pitch;
    a2 += pitch;
    a3 += pitch;
    b += bPitch;
  } while (--lines > 0);
  storeRow(c, c00, c01, accumulate);
  if (height == 1) return;
  storeRow((c += ldc), c10, c11, accumulate);
  if (height == 2) return;
  storeRow((c += ldc), c20, c21, accumulate);
  if (height == 3) return;
  storeRow((c += ldc), c30, c31, accumulate);
}
