// What the energy of a tree is made of: squared differences, row by row, and their gradients.

/**
 * Rows x and y of c values (y 0: none): sums [n] = Σ (x − y)² in float64, dx = precision · (x − y), added to what is there if `add`, and
 * dy = −dx without what was there (0: not wanted). dx may be x.
 */
export function squaredDifferences(
  x: usize, y: usize, sums: usize, dx: usize, dy: usize, n: i32, c: i32, precision: f32, add: bool,
): void {
  const factor = f32x4.splat(precision);
  for (let row = 0; row < n; row++) {
    let total = f64x2.splat(0);
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      let d = v128.load(x);
      if (y != 0) d = f32x4.sub(d, v128.load(y));
      const low = f64x2.promote_low_f32x4(d);
      const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(d, d, 2, 3, 2, 3));
      total = f64x2.add(total, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
      const g = f32x4.mul(factor, d);
      v128.store(dx, add ? f32x4.add(v128.load(dx), g) : g);
      x += 16;
      dx += 16;
      if (y != 0) y += 16;
      if (dy != 0) {
        v128.store(dy, f32x4.neg(g));
        dy += 16;
      }
    }
    let sum = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
    for (; j < c; j++) {
      const d = load<f32>(x) - (y != 0 ? load<f32>(y) : 0);
      sum += <f64>d * <f64>d;
      const g = precision * d;
      store<f32>(dx, add ? load<f32>(dx) + g : g);
      x += 4;
      dx += 4;
      if (y != 0) y += 4;
      if (dy != 0) {
        store<f32>(dy, -g);
        dy += 4;
      }
    }
    store<f64>(sums, sum);
    sums += 8;
  }
}

/** to += from, `count` values. */
export function addInto(to: usize, from: usize, count: i32): void {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  for (; j < count; j++) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    to += 4;
    from += 4;
  }
}

/** `count` zeros. */
export function clear(to: usize, count: i32): void {
  memory.fill(to, 0, <usize>count << 2);
}
