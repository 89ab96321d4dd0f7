// The optimiser's passes over all weights, each in one sweep.

/** Σ x² of n values, in four lanes of float32 per block of 1,024 and float64 between blocks. */
export function sumOfSquares(x: usize, n: i32): f32 {
  let total: f64 = 0;
  let i = 0;
  while (i + 4 <= n) {
    const end = min(i + 1024, n - 3);
    let lanes = f32x4.splat(0);
    for (; i < end; i += 4) {
      const v = v128.load(x + (<usize>i << 2));
      lanes = f32x4.add(lanes, f32x4.mul(v, v));
    }
    total += <f64>(
      f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) +
      f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3)
    );
  }
  for (; i < n; i++) {
    const v = load<f32>(x + (<usize>i << 2));
    total += <f64>(v * v);
  }
  return <f32>total;
}

/**
 * One Adam update of n weights: first ← β1·first + (1 − β1)g, second ← β2·second + (1 − β2)g²,
 * value ← value − rate·first/(√second + epsilon), g = clamp(scale·gradient, ±limit).
 * Reads value, gradient, first, second; writes the three `new…`. The rests are
 * 1 − β, rounded once: taken from a float32 β2 it would be off by 5e-5.
 */
export function adam(
  n: i32, value: usize, gradient: usize, first: usize, second: usize,
  newValue: usize, newFirst: usize, newSecond: usize,
  scale: f32, limit: f32, rate: f32, epsilon: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32,
): void {
  const scales = f32x4.splat(scale);
  const above = f32x4.splat(limit);
  const below = f32x4.splat(-limit);
  const keep1 = f32x4.splat(beta1);
  const keep2 = f32x4.splat(beta2);
  const take1 = f32x4.splat(rest1);
  const take2 = f32x4.splat(rest2);
  const rates = f32x4.splat(rate);
  const epsilons = f32x4.splat(epsilon);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    const g = f32x4.max(below, f32x4.min(above, f32x4.mul(v128.load(gradient + at), scales)));
    const m = f32x4.add(f32x4.mul(v128.load(first + at), keep1), f32x4.mul(g, take1));
    const v = f32x4.add(f32x4.mul(v128.load(second + at), keep2), f32x4.mul(f32x4.mul(g, g), take2));
    const step = f32x4.div(m, f32x4.add(f32x4.sqrt(v), epsilons));
    v128.store(newFirst + at, m);
    v128.store(newSecond + at, v);
    v128.store(newValue + at, f32x4.sub(v128.load(value + at), f32x4.mul(step, rates)));
  }
  for (; i < n; i++) {
    const at = <usize>i << 2;
    const g = max<f32>(-limit, min<f32>(limit, load<f32>(gradient + at) * scale));
    const m = load<f32>(first + at) * beta1 + g * rest1;
    const v = load<f32>(second + at) * beta2 + g * g * rest2;
    store<f32>(newFirst + at, m);
    store<f32>(newSecond + at, v);
    store<f32>(newValue + at, load<f32>(value + at) - (rate * m) / (sqrt<f32>(v) + epsilon));
  }
}
