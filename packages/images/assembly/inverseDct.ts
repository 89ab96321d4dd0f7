// The inverse cosine transform of a block, as libjpeg's `jpeg_idct_islow` does it: integers, columns first, the same to the last bit.

// Of 13 bits after the point.
const F0_298: i32 = 2446;
const F0_390: i32 = 3196;
const F0_541: i32 = 4433;
const F0_765: i32 = 6270;
const F0_899: i32 = 7373;
const F1_175: i32 = 9633;
const F1_501: i32 = 12299;
const F1_847: i32 = 15137;
const F1_961: i32 = 16069;
const F2_053: i32 = 16819;
const F2_562: i32 = 20995;
const F3_072: i32 = 25172;

/**
 * Coefficients → 8 rows of 8 samples.
 *
 * @param block, quantisers 64 int16 each, row by row
 * @param work 512 bytes
 */
export function inverseDct(block: usize, quantisers: usize, samples: usize, stride: usize, work: usize): void {
  const first = v128.load(block);
  let others = i16x8.replace_lane(first, 0, 0);
  for (let row: usize = 16; row < 128; row += 16) others = v128.or(others, v128.load(block + row));
  if (!v128.any_true(others)) {
    const mean = (<i32>load<i16>(block) * <i32>load<i16>(quantisers) * 4 + 16) >> 5;
    const value = i8x16.splat(<i8>min(255, max(0, mean + 128)));
    for (let row = 0; row < 8; row++, samples += stride) v128.store64_lane(samples, value, 0);
    return;
  }
  for (let row: usize = 0; row < 8; row++) {
    const c = v128.load(block + (row << 4));
    const q = v128.load(quantisers + (row << 4));
    v128.store(work + (row << 5), i32x4.extmul_low_i16x8_s(c, q));
    v128.store(work + (row << 5), i32x4.extmul_high_i16x8_s(c, q), 16);
  }
  eightBy(work, work, 11);
  eightBy(work + 16, work + 16, 11);
  const turned = work + 256;
  transposed(work, turned);
  transposed(work + 16, turned + 128);
  transposed(work + 128, turned + 16);
  transposed(work + 144, turned + 144);
  eightBy(turned, turned, 18);
  eightBy(turned + 16, turned + 16, 18);
  transposed(turned, work);
  transposed(turned + 16, work + 128);
  transposed(turned + 128, work + 16);
  transposed(turned + 144, work + 144);
  const middle = i16x8.splat(128);
  for (let row: usize = 0; row < 8; row++, samples += stride) {
    const at = work + (row << 5);
    const values = i16x8.narrow_i32x4_s(v128.load(at), v128.load(at, 16));
    const shown = i16x8.add_sat_s(values, middle);
    v128.store64_lane(samples, i8x16.narrow_i16x8_u(shown, shown), 0);
  }
}

/** Four transforms of eight values side by side, 32 bytes from one value to the next, of `shift` bits less, rounded. */
// @ts-ignore: decorator
@inline
function eightBy(from: usize, to: usize, shift: i32): void {
  let z2 = v128.load(from, 64);
  let z3 = v128.load(from, 192);
  let z1 = i32x4.mul(i32x4.add(z2, z3), i32x4.splat(F0_541));
  let t2 = i32x4.sub(z1, i32x4.mul(z3, i32x4.splat(F1_847)));
  let t3 = i32x4.add(z1, i32x4.mul(z2, i32x4.splat(F0_765)));
  z2 = v128.load(from);
  z3 = v128.load(from, 128);
  let t0 = i32x4.shl(i32x4.add(z2, z3), 13);
  let t1 = i32x4.shl(i32x4.sub(z2, z3), 13);
  const round = i32x4.splat(1 << (shift - 1));
  const t10 = i32x4.add(i32x4.add(t0, t3), round);
  const t13 = i32x4.add(i32x4.sub(t0, t3), round);
  const t11 = i32x4.add(i32x4.add(t1, t2), round);
  const t12 = i32x4.add(i32x4.sub(t1, t2), round);
  t0 = v128.load(from, 224);
  t1 = v128.load(from, 160);
  t2 = v128.load(from, 96);
  t3 = v128.load(from, 32);
  z1 = i32x4.add(t0, t3);
  z2 = i32x4.add(t1, t2);
  z3 = i32x4.add(t0, t2);
  let z4 = i32x4.add(t1, t3);
  const z5 = i32x4.mul(i32x4.add(z3, z4), i32x4.splat(F1_175));
  z1 = i32x4.mul(z1, i32x4.splat(-F0_899));
  z2 = i32x4.mul(z2, i32x4.splat(-F2_562));
  z3 = i32x4.add(z5, i32x4.mul(z3, i32x4.splat(-F1_961)));
  z4 = i32x4.add(z5, i32x4.mul(z4, i32x4.splat(-F0_390)));
  t0 = i32x4.add(i32x4.mul(t0, i32x4.splat(F0_298)), i32x4.add(z1, z3));
  t1 = i32x4.add(i32x4.mul(t1, i32x4.splat(F2_053)), i32x4.add(z2, z4));
  t2 = i32x4.add(i32x4.mul(t2, i32x4.splat(F3_072)), i32x4.add(z2, z3));
  t3 = i32x4.add(i32x4.mul(t3, i32x4.splat(F1_501)), i32x4.add(z1, z4));
  v128.store(to, i32x4.shr_s(i32x4.add(t10, t3), shift));
  v128.store(to, i32x4.shr_s(i32x4.add(t11, t2), shift), 32);
  v128.store(to, i32x4.shr_s(i32x4.add(t12, t1), shift), 64);
  v128.store(to, i32x4.shr_s(i32x4.add(t13, t0), shift), 96);
  v128.store(to, i32x4.shr_s(i32x4.sub(t13, t0), shift), 128);
  v128.store(to, i32x4.shr_s(i32x4.sub(t12, t1), shift), 160);
  v128.store(to, i32x4.shr_s(i32x4.sub(t11, t2), shift), 192);
  v128.store(to, i32x4.shr_s(i32x4.sub(t10, t3), shift), 224);
}

/** 4×4 int32, 32 bytes from row to row. */
function transposed(from: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 32);
  const c = v128.load(from, 64);
  const d = v128.load(from, 96);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const CD = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), 32);
  v128.store(to, v128.shuffle<i64>(AB, CD, 0, 2), 64);
  v128.store(to, v128.shuffle<i64>(AB, CD, 1, 3), 96);
}
