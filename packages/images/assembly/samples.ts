// Rows of samples of a component → rows as wide as the picture, and those → pixels, as libjpeg does it. All write up to 47 bytes more
// than there are samples.

/** Each sample twice, or more often. */
export function repeatedRow(near: usize, to: usize, samples: i32, times: i32): void {
  for (let x = 0; x < samples; x++) {
    const value = load<u8>(near + x);
    for (let i = 0; i < times; i++) store<u8>(to++, value);
  }
}

/** Between two rows, three quarters of the near one. */
export function betweenRows(near: usize, other: usize, to: usize, samples: i32): void {
  const three = i16x8.splat(3);
  for (let x = 0; x < samples; x += 8) {
    const sum = i16x8.add(i16x8.mul(v128.load8x8_u(near + x), three), v128.load8x8_u(other + x));
    const value = i16x8.shr_u(i16x8.add(sum, i16x8.splat(1)), 2);
    v128.store64_lane(to + x, i8x16.narrow_i16x8_u(value, value), 0);
  }
}

/**
 * Twice as many samples, each three quarters of its own and a quarter of its neighbour; `other` is the row at the other side
 * where there are half as many rows, else 0.
 *
 * @param sums int16 of the row and 17 more
 */
export function doubledRow(near: usize, other: usize, to: usize, samples: i32, sums: usize): void {
  const three = i16x8.splat(3);
  const at = sums + 16;
  for (let x = 0; x < samples; x += 8) {
    const own = v128.load8x8_u(near + x);
    const sum = other === 0 ? own : i16x8.add(i16x8.mul(own, three), v128.load8x8_u(other + x));
    v128.store(at + (x << 1), sum);
  }
  // The ends have themselves as neighbours.
  store<i16>(at - 2, load<i16>(at));
  store<i16>(at + (samples << 1), load<i16>(at + ((samples - 1) << 1)));
  const shift = other === 0 ? 2 : 4;
  const before = i16x8.splat(other === 0 ? 1 : 8);
  const after = i16x8.splat(other === 0 ? 2 : 7);
  for (let x = 0; x < samples; x += 8) {
    const from = at + (x << 1);
    const own = i16x8.mul(v128.load(from), three);
    const left = i16x8.shr_u(i16x8.add(i16x8.add(own, v128.load(from - 2)), before), shift);
    const right = i16x8.shr_u(i16x8.add(i16x8.add(own, v128.load(from + 2)), after), shift);
    // Values are bytes: the left ones in the low halves, the right ones in the high.
    v128.store(to + (x << 1), v128.or(left, i16x8.shl(right, 8)));
  }
}

/** YCbCr → RGB (JFIF), three bytes a pixel. */
export function coloursOf(y: usize, cb: usize, cr: usize, to: usize, pixels: i32): void {
  for (let x = 0; x < pixels; x += 16, to += 48) {
    const luma = v128.load(y + x);
    const blue = v128.load(cb + x);
    const red = v128.load(cr + x);
    const yLow = i16x8.extend_low_i8x16_u(luma);
    const yHigh = i16x8.extend_high_i8x16_u(luma);
    const middle = i16x8.splat(128);
    const bLow = i16x8.sub(i16x8.extend_low_i8x16_u(blue), middle);
    const bHigh = i16x8.sub(i16x8.extend_high_i8x16_u(blue), middle);
    const rLow = i16x8.sub(i16x8.extend_low_i8x16_u(red), middle);
    const rHigh = i16x8.sub(i16x8.extend_high_i8x16_u(red), middle);
    storePixels(
      to,
      i8x16.narrow_i16x8_u(
        i16x8.add(yLow, part(rLow, rLow, 91881, 0)),
        i16x8.add(yHigh, part(rHigh, rHigh, 91881, 0)),
      ),
      i8x16.narrow_i16x8_u(
        i16x8.add(yLow, part(bLow, rLow, -22554, -46802)),
        i16x8.add(yHigh, part(bHigh, rHigh, -22554, -46802)),
      ),
      i8x16.narrow_i16x8_u(
        i16x8.add(yLow, part(bLow, bLow, 116130, 0)),
        i16x8.add(yHigh, part(bHigh, bHigh, 116130, 0)),
      ),
    );
  }
}

/** a·factor + b·other, of 16 bits after the point, rounded. */
// @ts-ignore: decorator
@inline
function part(a: v128, b: v128, factor: i32, other: i32): v128 {
  const half = i32x4.splat(1 << 15);
  const f = i32x4.splat(factor);
  let low = i32x4.add(i32x4.mul(i32x4.extend_low_i16x8_s(a), f), half);
  let high = i32x4.add(i32x4.mul(i32x4.extend_high_i16x8_s(a), f), half);
  if (other !== 0) {
    const o = i32x4.splat(other);
    low = i32x4.add(low, i32x4.mul(i32x4.extend_low_i16x8_s(b), o));
    high = i32x4.add(high, i32x4.mul(i32x4.extend_high_i16x8_s(b), o));
  }
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, 16), i32x4.shr_s(high, 16));
}

/** Three rows, one a channel, pixel by pixel. */
export function interleaved(red: usize, green: usize, blue: usize, to: usize, pixels: i32): void {
  for (let x = 0; x < pixels; x += 16, to += 48)
    storePixels(to, v128.load(red + x), v128.load(green + x), v128.load(blue + x));
}

// @ts-ignore: decorator
@inline
function storePixels(to: usize, r: v128, g: v128, b: v128): void {
  // Lanes of 16 and more are of the second operand.
  const rg0 = i8x16.shuffle(r, g, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
  v128.store(to, i8x16.shuffle(rg0, b, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15));
  const rg1 = i8x16.shuffle(r, g, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
  v128.store(to, i8x16.shuffle(rg1, b, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15), 16);
  const rg2 = i8x16.shuffle(r, g, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
  v128.store(to, i8x16.shuffle(rg2, b, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31), 32);
}
