// Gradients of the products in rows.ts, on the same matrices: float32, row-major [inputs, outputs], dense; addresses are in bytes.

/** dx = w·dy, added to what is there if `add`: the gradient of x in y = x·w. */
export function matrixTimesRow(w: usize, dy: usize, dx: usize, inputs: i32, outputs: i32, add: bool): void {
  const line = <usize>outputs << 2;
  let i = 0;
  for (; i + 4 <= inputs; i += 4) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let j = 0;
    let k = w;
    for (; j + 4 <= outputs; j += 4) {
      const d = v128.load(dy + (<usize>j << 2));
      s0 = f32x4.add(s0, f32x4.mul(d, v128.load(k)));
      s1 = f32x4.add(s1, f32x4.mul(d, v128.load(k + line)));
      s2 = f32x4.add(s2, f32x4.mul(d, v128.load(k + 2 * line)));
      s3 = f32x4.add(s3, f32x4.mul(d, v128.load(k + 3 * line)));
      k += 16;
    }
    // A 4 x 4 transposition turns four sums over lanes into three vector additions.
    const t0 = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
    const t1 = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
    let sum = f32x4.add(v128.shuffle<f32>(t0, t1, 0, 1, 4, 5), v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
    for (; j < outputs; j++) {
      let column = v128.load32_zero(k);
      column = f32x4.replace_lane(column, 1, load<f32>(k + line));
      column = f32x4.replace_lane(column, 2, load<f32>(k + 2 * line));
      column = f32x4.replace_lane(column, 3, load<f32>(k + 3 * line));
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(dy + (<usize>j << 2)), column));
      k += 4;
    }
    const to = dx + (<usize>i << 2);
    v128.store(to, add ? f32x4.add(v128.load(to), sum) : sum);
    w += 4 * line;
  }
  for (; i < inputs; i++) {
    let sum: f32 = 0;
    for (let j = 0; j < outputs; j++) sum += load<f32>(dy + (<usize>j << 2)) * load<f32>(w + (<usize>j << 2));
    const to = dx + (<usize>i << 2);
    store<f32>(to, add ? load<f32>(to) + sum : sum);
    w += line;
  }
}

/**
 * dw [inputs, outputs] = Σ over `terms` of x_t ⊗ dy_t, added to what is there if `add`: the gradient of w in
 * y_t = x_t·w. Rows x_t are `stepX` bytes apart, dy_t `stepY`.
 */
export function sumOfOuterProducts(
  x: usize, stepX: usize, dy: usize, stepY: usize, terms: i32, dw: usize, inputs: i32, outputs: i32, add: bool,
): void {
  for (let i = 0; i < inputs; i++) {
    let j = 0;
    for (; j + 16 <= outputs; j += 16) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      if (add) {
        s0 = v128.load(dw);
        s1 = v128.load(dw, 16);
        s2 = v128.load(dw, 32);
        s3 = v128.load(dw, 48);
      }
      let from = x, d = dy + (<usize>j << 2);
      for (let t = 0; t < terms; t++) {
        const s = v128.load32_splat(from);
        s0 = f32x4.add(s0, f32x4.mul(s, v128.load(d)));
        s1 = f32x4.add(s1, f32x4.mul(s, v128.load(d, 16)));
        s2 = f32x4.add(s2, f32x4.mul(s, v128.load(d, 32)));
        s3 = f32x4.add(s3, f32x4.mul(s, v128.load(d, 48)));
        from += stepX;
        d += stepY;
      }
      v128.store(dw, s0);
      v128.store(dw, s1, 16);
      v128.store(dw, s2, 32);
      v128.store(dw, s3, 48);
      dw += 64;
    }
    for (; j + 4 <= outputs; j += 4) {
      let s = add ? v128.load(dw) : f32x4.splat(0);
      let from = x, d = dy + (<usize>j << 2);
      for (let t = 0; t < terms; t++) {
        s = f32x4.add(s, f32x4.mul(v128.load32_splat(from), v128.load(d)));
        from += stepX;
        d += stepY;
      }
      v128.store(dw, s);
      dw += 16;
    }
    for (; j < outputs; j++) {
      let s = add ? load<f32>(dw) : 0;
      let from = x, d = dy + (<usize>j << 2);
      for (let t = 0; t < terms; t++) {
        s += load<f32>(from) * load<f32>(d);
        from += stepX;
        d += stepY;
      }
      store<f32>(dw, s);
      dw += 4;
    }
    x += 4;
  }
}

/** db = Σ over `terms` of dy_t, added to what is there if `add`. */
export function sumOfRows(dy: usize, stepY: usize, terms: i32, db: usize, count: i32, add: bool): void {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    let s = add ? v128.load(db) : f32x4.splat(0);
    let d = dy + (<usize>j << 2);
    for (let t = 0; t < terms; t++) {
      s = f32x4.add(s, v128.load(d));
      d += stepY;
    }
    v128.store(db, s);
    db += 16;
  }
  for (; j < count; j++) {
    let s = add ? load<f32>(db) : 0;
    let d = dy + (<usize>j << 2);
    for (let t = 0; t < terms; t++) {
      s += load<f32>(d);
      d += stepY;
    }
    store<f32>(db, s);
    db += 4;
  }
}
