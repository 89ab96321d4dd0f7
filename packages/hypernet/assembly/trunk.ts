// A hypernetwork's trunk in float64: LayerNorm(z) -> layers x [Dense -> LayerNorm -> elu], rounded once at the end.
// n programs, `latent` entries each, `hidden` features.

// What the forward pass keeps of a program, in float32: of the first norm its input made unit [latent], its output
// [latent] and its scale [1]; of each layer the same, [hidden], [hidden] after elu, [1].

/** Bytes kept of a norm of c entries. */
// @ts-ignore: decorator
@inline
export function keptBytes(c: i32): usize {
  return <usize>(2 * c + 1) << 2;
}

/** exp(x) - 1 for x <= 0: x = k·ln2 + r, |r| <= ln2/2, a Taylor polynomial of degree 13 for exp(r) - 1. */
// @ts-ignore: decorator
@inline
function expm1(value: v128): v128 {
  // Below -40 the result is -1. The pseudo-maximum keeps what is not a number.
  const x = f64x2.pmax(value, f64x2.splat(-40));
  // Adding 1.5·2^52 rounds to a whole number and leaves it in the low bits.
  const magic = f64x2.splat(6755399441055744);
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), magic);
  const k = f64x2.sub(shifted, magic);
  // ln2 in two parts, so that k·ln2 loses no digits (Cody and Waite).
  let r = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  r = f64x2.sub(r, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  let p = f64x2.splat(1.0 / 6227020800.0);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 479001600.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 39916800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 3628800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 362880.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 40320.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 5040.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 720.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 120.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 24.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 6.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.mul(f64x2.add(f64x2.mul(p, r), f64x2.splat(1)), r);
  const scale = i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
  return f64x2.add(f64x2.sub(scale, f64x2.splat(1)), f64x2.mul(scale, p));
}

/** x for x > 0, exp(x) - 1 below. */
// @ts-ignore: decorator
@inline
function elu(x: v128): v128 {
  const zero = f64x2.splat(0);
  return f64x2.add(f64x2.pmax(x, zero), expm1(f64x2.pmin(x, zero)));
}

/** x = gamma·u + beta with u = (x - mean)/sqrt(variance + epsilon), then elu if asked for; kept as said above. */
// @ts-ignore: decorator
@inline
function normalise(x: usize, c: i32, gamma: usize, beta: usize, epsilon: f64, withElu: bool, kept: usize): void {
  const even = <usize>(c & ~1) << 3;
  const odd = (c & 1) != 0;
  let sums = f64x2.splat(0);
  for (let at: usize = 0; at < even; at += 16) sums = f64x2.add(sums, v128.load(x + at));
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (odd) sum += load<f64>(x + even);
  const mean = sum / <f64>c;
  const means = f64x2.splat(mean);
  sums = f64x2.splat(0);
  for (let at: usize = 0; at < even; at += 16) {
    const d = f64x2.sub(v128.load(x + at), means);
    sums = f64x2.add(sums, f64x2.mul(d, d));
  }
  sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (odd) {
    const d = load<f64>(x + even) - mean;
    sum += d * d;
  }
  const scale = 1 / sqrt<f64>(sum / <f64>c + epsilon);
  const scales = f64x2.splat(scale);
  const out = kept + (<usize>c << 2);
  for (let at: usize = 0; at < even; at += 16) {
    const single = at >> 1;
    const u = f64x2.mul(f64x2.sub(v128.load(x + at), means), scales);
    let y = f64x2.add(f64x2.mul(u, widen(gamma + single)), widen(beta + single));
    if (withElu) y = elu(y);
    v128.store(x + at, y);
    v128.store64_lane(kept + single, f32x4.demote_f64x2_zero(u), 0);
    v128.store64_lane(out + single, f32x4.demote_f64x2_zero(y), 0);
  }
  if (odd) {
    const single = even >> 1;
    const u = (load<f64>(x + even) - mean) * scale;
    let y = u * <f64>load<f32>(gamma + single) + <f64>load<f32>(beta + single);
    if (withElu) y = f64x2.extract_lane(elu(f64x2.splat(y)), 0);
    store<f64>(x + even, y);
    store<f32>(kept + single, <f32>u);
    store<f32>(out + single, <f32>y);
  }
  store<f32>(out + (<usize>c << 2), <f32>scale);
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
 * layer. `scratch` holds two rows of max(latent, hidden) float64. out [n, hidden]; kept as said above.
 */
export function trunk(
  z: usize, parameters: usize, scratch: usize, out: usize, kept: usize,
  n: i32, latent: i32, hidden: i32, layers: i32, epsilon: f64,
): void {
  let from = scratch;
  let to = scratch + (<usize>max(latent, hidden) << 3);
  const line = <usize>hidden << 2;
  for (let row = 0; row < n; row++) {
    for (let j = 0; j < latent; j++) store<f64>(from + (<usize>j << 3), <f64>load<f32>(z + (<usize>j << 2)));
    normalise(from, latent, load<u32>(parameters), load<u32>(parameters + 4), epsilon, false, kept);
    kept += keptBytes(latent);
    let width = latent;
    let p = parameters + 8;
    for (let layer = 0; layer < layers; layer++) {
      multiply(from, width, load<u32>(p), load<u32>(p + 4), to, hidden);
      const swap = from;
      from = to;
      to = swap;
      width = hidden;
      normalise(from, hidden, load<u32>(p + 8), load<u32>(p + 12), epsilon, true, kept);
      kept += keptBytes(hidden);
      p += 16;
    }
    memory.copy(out, kept - line - 4, line);
    z += <usize>latent << 2;
    out += line;
  }
}
