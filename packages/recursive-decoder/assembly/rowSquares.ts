// Sums of squares of rows of c values.

/** out [n] = Σ of the squares of each row. Blocks of a row are summed in float32, the blocks in float64. */
export function rowSquares(x: usize, out: usize, n: i32, c: i32): void {
  for (let row = 0; row < n; row++) {
    let total: f64 = 0;
    for (let left = c; left > 0; left -= 256) {
      const end = x + (<usize>min(left, 256) << 2);
      let s0 = f32x4.splat(0), s1 = s0;
      for (; x + 32 <= end; x += 32) {
        const a = v128.load(x), b = v128.load(x, 16);
        s0 = f32x4.add(s0, f32x4.mul(a, a));
        s1 = f32x4.add(s1, f32x4.mul(b, b));
      }
      s0 = f32x4.add(s0, s1);
      let sum = f32x4.extract_lane(s0, 0) + f32x4.extract_lane(s0, 1);
      sum += f32x4.extract_lane(s0, 2) + f32x4.extract_lane(s0, 3);
      for (; x < end; x += 4) sum += load<f32>(x) * load<f32>(x);
      total += <f64>sum;
    }
    store<f32>(out, <f32>total);
    out += 4;
  }
}

/** dx = 2·dy·x, dy [n] one value a row. */
export function rowSquaresGrad(dy: usize, x: usize, dx: usize, n: i32, c: i32): void {
  for (let row = 0; row < n; row++) {
    const factor: f32 = <f32>2 * load<f32>(dy);
    const factors = f32x4.splat(factor);
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      v128.store(dx, f32x4.mul(factors, v128.load(x)));
      x += 16;
      dx += 16;
    }
    for (; j < c; j++) {
      store<f32>(dx, factor * load<f32>(x));
      x += 4;
      dx += 4;
    }
    dy += 4;
  }
}
