// Products too thin for blocks: one to three rows, or few terms. Nothing is packed, each operand is read in place.

/** C[i, :] = sum over p of A[i, p] B[p, :], strip by strip of C held in registers. B is stored k x n. */
export function rowsTimesMatrix(
  a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, rowStep: i32, termStep: i32,
): void {
  const stepA = <usize>termStep << 2;
  const strideB = <usize>n << 2;
  for (let i = 0; i < m; i++) {
    const row = a + (<usize>(i * rowStep) << 2);
    let j = 0;
    for (; j <= n - 32; j += 32) strip32(row, b + (<usize>j << 2), c + (<usize>j << 2), k, stepA, strideB);
    for (; j <= n - 4; j += 4) strip4(row, b + (<usize>j << 2), c + (<usize>j << 2), k, stepA, strideB);
    for (; j < n; j++) {
      let pa = row, pb = b + (<usize>j << 2);
      let sum: f32 = load<f32>(pa) * load<f32>(pb);
      for (let p = 1; p < k; p++) {
        pa += stepA;
        pb += strideB;
        sum += load<f32>(pa) * load<f32>(pb);
      }
      store<f32>(c + (<usize>j << 2), sum);
    }
    c += strideB;
  }
}

// @ts-ignore decorator
@inline
function strip32(a: usize, b: usize, c: usize, k: i32, stepA: usize, strideB: usize): void {
  let s = v128.load32_splat(a);
  let c0 = f32x4.mul(s, v128.load(b)), c1 = f32x4.mul(s, v128.load(b, 16));
  let c2 = f32x4.mul(s, v128.load(b, 32)), c3 = f32x4.mul(s, v128.load(b, 48));
  let c4 = f32x4.mul(s, v128.load(b, 64)), c5 = f32x4.mul(s, v128.load(b, 80));
  let c6 = f32x4.mul(s, v128.load(b, 96)), c7 = f32x4.mul(s, v128.load(b, 112));
  for (let p = 1; p < k; p++) {
    a += stepA;
    b += strideB;
    s = v128.load32_splat(a);
    c0 = f32x4.add(c0, f32x4.mul(s, v128.load(b)));
    c1 = f32x4.add(c1, f32x4.mul(s, v128.load(b, 16)));
    c2 = f32x4.add(c2, f32x4.mul(s, v128.load(b, 32)));
    c3 = f32x4.add(c3, f32x4.mul(s, v128.load(b, 48)));
    c4 = f32x4.add(c4, f32x4.mul(s, v128.load(b, 64)));
    c5 = f32x4.add(c5, f32x4.mul(s, v128.load(b, 80)));
    c6 = f32x4.add(c6, f32x4.mul(s, v128.load(b, 96)));
    c7 = f32x4.add(c7, f32x4.mul(s, v128.load(b, 112)));
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

// @ts-ignore decorator
@inline
function strip4(a: usize, b: usize, c: usize, k: i32, stepA: usize, strideB: usize): void {
  let sum = f32x4.mul(v128.load32_splat(a), v128.load(b));
  for (let p = 1; p < k; p++) {
    a += stepA;
    b += strideB;
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), v128.load(b)));
  }
  v128.store(c, sum);
}

/** C[i, j] = A[i, :] . B[j, :], both stored row by row with k values a row. */
export function rowsTimesRows(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32): void {
  const stride = <usize>k << 2;
  for (let i = 0; i < m; i++) {
    let row = b;
    let j = 0;
    for (; j <= n - 4; j += 4) {
      v128.store(c, dot4(a, row, stride, k));
      c += 16;
      row += stride << 2;
    }
    for (; j < n; j++) {
      store<f32>(c, dot(a, row, k));
      c += 4;
      row += stride;
    }
    a += stride;
  }
}

/** The products of one row with four consecutive ones. */
// @ts-ignore decorator
@inline
function dot4(a: usize, b: usize, stride: usize, k: i32): v128 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let p = 0;
  for (; p <= k - 4; p += 4) {
    const x = v128.load(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b + stride)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b + 2 * stride)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b + 3 * stride)));
    a += 16;
    b += 16;
  }
  // A 4 x 4 transposition turns four sums over lanes into three vector additions.
  const t0 = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
  const t1 = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
  let sum = f32x4.add(v128.shuffle<f32>(t0, t1, 0, 1, 4, 5), v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
  for (; p < k; p++) {
    let column = f32x4.splat(load<f32>(b));
    column = f32x4.replace_lane(column, 1, load<f32>(b + stride));
    column = f32x4.replace_lane(column, 2, load<f32>(b + 2 * stride));
    column = f32x4.replace_lane(column, 3, load<f32>(b + 3 * stride));
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), column));
    a += 4;
    b += 4;
  }
  return sum;
}

// @ts-ignore decorator
@inline
function dot(a: usize, b: usize, k: i32): f32 {
  let lanes = f32x4.splat(0);
  let p = 0;
  for (; p <= k - 4; p += 4) {
    lanes = f32x4.add(lanes, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  let sum = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1);
  sum += f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3);
  for (; p < k; p++) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}
