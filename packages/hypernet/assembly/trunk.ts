// A hypernetwork's trunk in float64: LayerNorm(z) -> layers x [Dense -> LayerNorm -> elu], rounded once at the end.
// n programs, `latent` entries each, `hidden` features.

/** exp(x) - 1 for x <= 0: x = k·ln2 + r, |r| <= ln2/2, a Taylor polynomial of degree 13 for exp(r) - 1. */
// @ts-ignore: decorator
@inline
function expm1(x: f64): f64 {
  if (x < -40) return -1;
  const k = nearest<f64>(x * 1.4426950408889634);
  // ln2 in two parts, so that k·ln2 loses no digits (Cody and Waite).
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let p: f64 = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = (p * r + 1.0) * r;
  const scale = reinterpret<f64>((<i64>k + 1023) << 52);
  return scale - 1 + scale * p;
}

/** x = gamma·(x - mean)/sqrt(variance + epsilon) + beta, then elu if asked for. */
// @ts-ignore: decorator
@inline
function normalise(x: usize, c: i32, gamma: usize, beta: usize, epsilon: f64, elu: bool): void {
  let sum: f64 = 0;
  for (let j = 0; j < c; j++) sum += load<f64>(x + (<usize>j << 3));
  const mean = sum / <f64>c;
  sum = 0;
  for (let j = 0; j < c; j++) {
    const d = load<f64>(x + (<usize>j << 3)) - mean;
    sum += d * d;
  }
  const scale = 1 / sqrt<f64>(sum / <f64>c + epsilon);
  for (let j = 0; j < c; j++) {
    const at = <usize>j << 3;
    let y = (load<f64>(x + at) - mean) * scale * <f64>load<f32>(gamma + (at >> 1)) + <f64>load<f32>(beta + (at >> 1));
    if (elu && y < 0) y = expm1(y);
    store<f64>(x + at, y);
  }
}

// @ts-ignore: decorator
@inline
function widen(p: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(p));
}

/** y [outputs] = x [inputs] · kernel [inputs, outputs] + bias, eight outputs at a time. */
// @ts-ignore: decorator
@inline
function multiply(x: usize, inputs: i32, kernel: usize, bias: usize, y: usize, outputs: i32): void {
  const line = <usize>outputs << 2;
  let j = 0;
  for (; j + 8 <= outputs; j += 8) {
    const at = <usize>j << 2;
    let a0 = widen(bias + at);
    let a1 = widen(bias + at + 8);
    let a2 = widen(bias + at + 16);
    let a3 = widen(bias + at + 24);
    let k = kernel + at;
    for (let i = 0; i < inputs; i++) {
      const value = v128.load64_splat(x + (<usize>i << 3));
      a0 = f64x2.add(a0, f64x2.mul(value, widen(k)));
      a1 = f64x2.add(a1, f64x2.mul(value, widen(k + 8)));
      a2 = f64x2.add(a2, f64x2.mul(value, widen(k + 16)));
      a3 = f64x2.add(a3, f64x2.mul(value, widen(k + 24)));
      k += line;
    }
    const to = y + (<usize>j << 3);
    v128.store(to, a0);
    v128.store(to + 16, a1);
    v128.store(to + 32, a2);
    v128.store(to + 48, a3);
  }
  for (; j < outputs; j++) {
    let sum = <f64>load<f32>(bias + (<usize>j << 2));
    for (let i = 0; i < inputs; i++) {
      sum += load<f64>(x + (<usize>i << 3)) * <f64>load<f32>(kernel + <usize>i * line + (<usize>j << 2));
    }
    store<f64>(y + (<usize>j << 3), sum);
  }
}

/**
 * `parameters` points to addresses (u32): gamma, beta of the first norm; then kernel, bias, gamma, beta of each
 * layer. `scratch` holds two rows of max(latent, hidden) float64. out [n, hidden].
 */
export function trunk(
  z: usize, parameters: usize, scratch: usize, out: usize,
  n: i32, latent: i32, hidden: i32, layers: i32, epsilon: f64,
): void {
  let from = scratch;
  let to = scratch + (<usize>max(latent, hidden) << 3);
  for (let row = 0; row < n; row++) {
    for (let j = 0; j < latent; j++) store<f64>(from + (<usize>j << 3), <f64>load<f32>(z + (<usize>j << 2)));
    normalise(from, latent, load<u32>(parameters), load<u32>(parameters + 4), epsilon, false);
    let width = latent;
    let p = parameters + 8;
    for (let layer = 0; layer < layers; layer++) {
      multiply(from, width, load<u32>(p), load<u32>(p + 4), to, hidden);
      const swap = from;
      from = to;
      to = swap;
      width = hidden;
      normalise(from, hidden, load<u32>(p + 8), load<u32>(p + 12), epsilon, true);
      p += 16;
    }
    for (let j = 0; j < hidden; j++) store<f32>(out + (<usize>j << 2), <f32>load<f64>(from + (<usize>j << 3)));
    z += <usize>latent << 2;
    out += <usize>hidden << 2;
  }
}
