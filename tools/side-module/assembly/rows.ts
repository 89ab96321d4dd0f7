// Products of one row with a small matrix that stays in the first-level cache. Matrices are float32, row-major
// [inputs, outputs], dense; addresses are in bytes. Nothing is skipped for being zero: NaN spreads as it should.

/** Two float32 values as float64. */
// @ts-ignore: decorator
@inline
function wide(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** Rounds two pairs and stores them side by side. */
// @ts-ignore: decorator
@inline
function storeRounded(at: usize, low: v128, high: v128): void {
  v128.store(at, v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
}

/**
 * y = bias + x·w + h·r, with w [inputs, outputs] and r [hidden, outputs] (hidden 0 for none). Sums run in float64
 * and are rounded once: recurrent steps hand their rounding on to every later one.
 */
export function rowTimesMatrices(
  x: usize, inputs: i32, w: usize, h: usize, hidden: i32, r: usize, bias: usize, y: usize, outputs: i32,
): void {
  const line = <usize>outputs << 2;
  let j = 0;
  for (; j + 16 <= outputs; j += 16) {
    const at = <usize>j << 2;
    let a0 = wide(bias + at), a1 = wide(bias + at + 8), a2 = wide(bias + at + 16), a3 = wide(bias + at + 24);
    let a4 = wide(bias + at + 32), a5 = wide(bias + at + 40), a6 = wide(bias + at + 48), a7 = wide(bias + at + 56);
    let from = x, k = w + at;
    let count = inputs;
    for (let part = 0; part < 2; part++) {
      for (let i = 0; i < count; i++) {
        const s = f64x2.splat(<f64>load<f32>(from));
        a0 = f64x2.add(a0, f64x2.mul(s, wide(k)));
        a1 = f64x2.add(a1, f64x2.mul(s, wide(k + 8)));
        a2 = f64x2.add(a2, f64x2.mul(s, wide(k + 16)));
        a3 = f64x2.add(a3, f64x2.mul(s, wide(k + 24)));
        a4 = f64x2.add(a4, f64x2.mul(s, wide(k + 32)));
        a5 = f64x2.add(a5, f64x2.mul(s, wide(k + 40)));
        a6 = f64x2.add(a6, f64x2.mul(s, wide(k + 48)));
        a7 = f64x2.add(a7, f64x2.mul(s, wide(k + 56)));
        from += 4;
        k += line;
      }
      from = h;
      k = r + at;
      count = hidden;
    }
    storeRounded(y + at, a0, a1);
    storeRounded(y + at + 16, a2, a3);
    storeRounded(y + at + 32, a4, a5);
    storeRounded(y + at + 48, a6, a7);
  }
  for (; j + 4 <= outputs; j += 4) {
    const at = <usize>j << 2;
    let low = wide(bias + at), high = wide(bias + at + 8);
    let from = x, k = w + at;
    let count = inputs;
    for (let part = 0; part < 2; part++) {
      for (let i = 0; i < count; i++) {
        const s = f64x2.splat(<f64>load<f32>(from));
        low = f64x2.add(low, f64x2.mul(s, wide(k)));
        high = f64x2.add(high, f64x2.mul(s, wide(k + 8)));
        from += 4;
        k += line;
      }
      from = h;
      k = r + at;
      count = hidden;
    }
    storeRounded(y + at, low, high);
  }
  for (; j < outputs; j++) {
    const at = <usize>j << 2;
    let sum = <f64>load<f32>(bias + at);
    for (let i = 0; i < inputs; i++) sum += <f64>load<f32>(x + (<usize>i << 2)) * <f64>load<f32>(w + <usize>i * line + at);
    for (let i = 0; i < hidden; i++) sum += <f64>load<f32>(h + (<usize>i << 2)) * <f64>load<f32>(r + <usize>i * line + at);
    store<f32>(y + at, <f32>sum);
  }
}

/**
 * y_r += x_r·w for `rows` rows of x and y, `stepX` and `stepY` bytes apart; of w [inputs, …], whose rows are `stepW`
 * apart, only `bytes` of each. Sums run in float32. For a w larger than the caches: it is read once, in four streams.
 */
export function addRowsTimesMatrix(
  x: usize, stepX: usize, inputs: i32, w: usize, stepW: usize, y: usize, stepY: usize, rows: i32, bytes: usize,
): void {
  let i = 0;
  for (; i + 4 <= inputs; i += 4) {
    for (let r = 0; r < rows; r++) addFour(x + <usize>r * stepX, w, stepW, y + <usize>r * stepY, bytes);
    x += 16;
    w += 4 * stepW;
  }
  for (; i < inputs; i++) {
    for (let r = 0; r < rows; r++) {
      const factor = load<f32>(x + <usize>r * stepX);
      const to = y + <usize>r * stepY;
      for (let at: usize = 0; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + factor * load<f32>(w + at));
    }
    x += 4;
    w += stepW;
  }
}

/** to += Σ of four factors times four rows. */
function addFour(factors: usize, rows: usize, step: usize, to: usize, bytes: usize): void {
  const f0 = v128.load32_splat(factors), f1 = v128.load32_splat(factors, 4);
  const f2 = v128.load32_splat(factors, 8), f3 = v128.load32_splat(factors, 12);
  const r1 = rows + step, r2 = r1 + step, r3 = r2 + step;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const left = f32x4.add(f32x4.mul(f0, v128.load(rows + at)), f32x4.mul(f1, v128.load(r1 + at)));
    const right = f32x4.add(f32x4.mul(f2, v128.load(r2 + at)), f32x4.mul(f3, v128.load(r3 + at)));
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.add(left, right)));
  }
  for (; at < bytes; at += 4) {
    const left = load<f32>(factors) * load<f32>(rows + at) + load<f32>(factors, 4) * load<f32>(r1 + at);
    const right = load<f32>(factors, 8) * load<f32>(r2 + at) + load<f32>(factors, 12) * load<f32>(r3 + at);
    store<f32>(to + at, load<f32>(to + at) + (left + right));
  }
}

/** y = x·w in float64, rounded once, for `bytes` of each row of w [inputs, …]; `sums` holds twice as many bytes. */
export function rowTimesMatrixStreamed(
  x: usize, inputs: i32, w: usize, stepW: usize, y: usize, bytes: usize, sums: usize,
): void {
  memory.fill(sums, 0, 2 * bytes);
  const pairs = bytes & ~7;
  let i = 0;
  for (; i + 4 <= inputs; i += 4) {
    const f0 = f64x2.splat(<f64>load<f32>(x)), f1 = f64x2.splat(<f64>load<f32>(x, 4));
    const f2 = f64x2.splat(<f64>load<f32>(x, 8)), f3 = f64x2.splat(<f64>load<f32>(x, 12));
    const w1 = w + stepW, w2 = w1 + stepW, w3 = w2 + stepW;
    for (let at: usize = 0; at < pairs; at += 8) {
      const left = f64x2.add(f64x2.mul(f0, wide(w + at)), f64x2.mul(f1, wide(w1 + at)));
      const right = f64x2.add(f64x2.mul(f2, wide(w2 + at)), f64x2.mul(f3, wide(w3 + at)));
      const to = sums + 2 * at;
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(left, right)));
    }
    if (pairs < bytes) for (let k: usize = 0; k < 4; k++) addLast(x + (k << 2), w + k * stepW, sums, pairs);
    x += 16;
    w += 4 * stepW;
  }
  for (; i < inputs; i++) {
    const factor = f64x2.splat(<f64>load<f32>(x));
    for (let at: usize = 0; at < pairs; at += 8) {
      const to = sums + 2 * at;
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(factor, wide(w + at))));
    }
    if (pairs < bytes) addLast(x, w, sums, pairs);
    x += 4;
    w += stepW;
  }
  for (let at: usize = 0; at < bytes; at += 4) store<f32>(y + at, <f32>load<f64>(sums + 2 * at));
}

/** The last column of an odd number. */
// @ts-ignore: decorator
@inline
function addLast(x: usize, w: usize, sums: usize, at: usize): void {
  const to = sums + 2 * at;
  store<f64>(to, load<f64>(to) + <f64>load<f32>(x) * <f64>load<f32>(w + at));
}
