/**
 * A block in zigzag order (ITU-T T.81, figure A.6) → row by row.
 *
 * @param kept, block 64 int16 each
 */
export function rowByRow(kept: usize, block: usize): void {
  v128.store(block, gathered(kept, 0, 2, 10, 12, 28, 30, 54, 56));
  v128.store(block, gathered(kept, 4, 8, 14, 26, 32, 52, 58, 84), 16);
  v128.store(block, gathered(kept, 6, 16, 24, 34, 50, 60, 82, 86), 32);
  v128.store(block, gathered(kept, 18, 22, 36, 48, 62, 80, 88, 106), 48);
  v128.store(block, gathered(kept, 20, 38, 46, 64, 78, 90, 104, 108), 64);
  v128.store(block, gathered(kept, 40, 44, 66, 76, 92, 102, 110, 120), 80);
  v128.store(block, gathered(kept, 42, 68, 74, 94, 100, 112, 118, 122), 96);
  v128.store(block, gathered(kept, 70, 72, 96, 98, 114, 116, 124, 126), 112);
}

/** Eight int16 from where they lie, in bytes. */
// @ts-ignore: decorator
@inline
function gathered(
  from: usize, a: usize, b: usize, c: usize, d: usize, e: usize, f: usize, g: usize, h: usize,
): v128 {
  let values = v128.load16_splat(from + a);
  values = v128.load16_lane(from + b, values, 1);
  values = v128.load16_lane(from + c, values, 2);
  values = v128.load16_lane(from + d, values, 3);
  values = v128.load16_lane(from + e, values, 4);
  values = v128.load16_lane(from + f, values, 5);
  values = v128.load16_lane(from + g, values, 6);
  return v128.load16_lane(from + h, values, 7);
}
