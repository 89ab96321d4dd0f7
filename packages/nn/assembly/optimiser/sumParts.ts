// Gradients of several workers, added up.

/**
 * first[i] ← Σ over p of the value i of part p, in the order of the parts, for n values; part p begins `stride` bytes
 * after part p − 1. Returns Σ first[i]², in four lanes of float32 per block of 1,024 and float64 between blocks.
 */
export function sumParts(first: usize, stride: usize, parts: i32, n: i32): f64 {
  let squares: f64 = 0;
  let i = 0;
  while (i + 4 <= n) {
    const end = min(i + 1024, n - 3);
    let lanes = f32x4.splat(0);
    for (; i < end; i += 4) {
      const at = first + (<usize>i << 2);
      let sum = v128.load(at);
      for (let p = 1, part = at + stride; p < parts; p++, part += stride) sum = f32x4.add(sum, v128.load(part));
      v128.store(at, sum);
      lanes = f32x4.add(lanes, f32x4.mul(sum, sum));
    }
    squares += <f64>(
      f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) +
      f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3)
    );
  }
  for (; i < n; i++) {
    const at = first + (<usize>i << 2);
    let sum = load<f32>(at);
    for (let p = 1, part = at + stride; p < parts; p++, part += stride) sum += load<f32>(part);
    store<f32>(at, sum);
    squares += <f64>(sum * sum);
  }
  return squares;
}
