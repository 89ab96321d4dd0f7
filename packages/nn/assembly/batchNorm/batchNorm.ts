// Batch normalisation of x [rows, c] over its rows, with the activation and a residual sum in the same sweep.
// Moments [2c + 1] of a channel-wise distribution: count, then the means, then the sums of squared deviations.
// m = (x - mean) / sqrt(deviations / count + epsilon), y = f(gamma m + beta + residual), f the identity or relu.

/** Values of a block of rows: it stays in the first-level cache between the two passes over it. */
const BLOCK: i32 = 4096;

/** Rows of a block, at most: their sums are taken in float32. */
const ROWS: i32 = 256;

/** Sums a column of four channels (or one, `wide` false) over rows `stride` bytes apart, less `shift`, squared or not. */
// @ts-ignore: decorator
@inline
function columnSum(at: usize, rows: i32, stride: usize, shift: v128, squared: bool, wide: bool): v128 {
  let even = f32x4.splat(0);
  let odd = even;
  let r = 0;
  for (; r + 2 <= rows; r += 2) {
    const first = f32x4.sub(wide ? v128.load(at) : v128.load32_zero(at), shift);
    const second = f32x4.sub(wide ? v128.load(at + stride) : v128.load32_zero(at + stride), shift);
    even = f32x4.add(even, squared ? f32x4.mul(first, first) : first);
    odd = f32x4.add(odd, squared ? f32x4.mul(second, second) : second);
    at += 2 * stride;
  }
  if (r < rows) {
    const last = f32x4.sub(wide ? v128.load(at) : v128.load32_zero(at), shift);
    even = f32x4.add(even, squared ? f32x4.mul(last, last) : last);
  }
  return f32x4.add(even, odd);
}

/**
 * The moments of x. Block by block, each by its own mean, put together in float64 (Chan, Golub and LeVeque 1979):
 * one pass over memory, and no cancellation where a mean is large beside its deviation. scratch: 2c float64.
 */
export function batchMoments(x: usize, out: usize, scratch: usize, rows: i32, c: i32): void {
  const stride = <usize>c << 2;
  const deviations = scratch + (<usize>c << 3);
  memory.fill(scratch, 0, <usize>c << 4);
  const size = max(1, min(ROWS, BLOCK / c));
  for (let done = 0; done < rows; done += size) {
    const count = min(size, rows - done);
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const at = x + (<usize>j << 2);
      const sum = columnSum(at, count, stride, f32x4.splat(0), false, true);
      const mean = f32x4.mul(sum, f32x4.splat(1 / <f32>count));
      // The block's mean is rounded: what is left of the first moment corrects both figures.
      const rest = columnSum(at, count, stride, mean, false, true);
      const square = columnSum(at, count, stride, mean, true, true);
      join(scratch, deviations, j, done, count, f32x4.extract_lane(mean, 0), f32x4.extract_lane(rest, 0), f32x4.extract_lane(square, 0));
      join(scratch, deviations, j + 1, done, count, f32x4.extract_lane(mean, 1), f32x4.extract_lane(rest, 1), f32x4.extract_lane(square, 1));
      join(scratch, deviations, j + 2, done, count, f32x4.extract_lane(mean, 2), f32x4.extract_lane(rest, 2), f32x4.extract_lane(square, 2));
      join(scratch, deviations, j + 3, done, count, f32x4.extract_lane(mean, 3), f32x4.extract_lane(rest, 3), f32x4.extract_lane(square, 3));
    }
    for (; j < c; j++) {
      const at = x + (<usize>j << 2);
      const sum = columnSum(at, count, stride, f32x4.splat(0), false, false);
      const mean = f32x4.mul(sum, f32x4.splat(1 / <f32>count));
      const rest = columnSum(at, count, stride, mean, false, false);
      const square = columnSum(at, count, stride, mean, true, false);
      join(scratch, deviations, j, done, count, f32x4.extract_lane(mean, 0), f32x4.extract_lane(rest, 0), f32x4.extract_lane(square, 0));
    }
    x += <usize>count * stride;
  }
  store<f32>(out, <f32>rows);
  for (let j = 0; j < c; j++) {
    store<f32>(out + 4 + (<usize>j << 2), <f32>load<f64>(scratch + (<usize>j << 3)));
    store<f32>(out + 4 + (<usize>(c + j) << 2), <f32>load<f64>(deviations + (<usize>j << 3)));
  }
}

/** Takes `count` more values into the running mean and deviations of channel j, over `done` values so far. */
// @ts-ignore: decorator
@inline
function join(means: usize, deviations: usize, j: i32, done: i32, count: i32, shift: f32, rest: f32, square: f32): void {
  const left = <f64>rest / <f64>count;
  const own = <f64>square - <f64>rest * left;
  merge(means + (<usize>j << 3), deviations + (<usize>j << 3), <f64>done, <f64>count, <f64>shift + left, own);
}

// @ts-ignore: decorator
@inline
function merge(mean: usize, deviation: usize, before: f64, count: f64, otherMean: f64, otherDeviation: f64): void {
  const all = before + count;
  const apart = otherMean - load<f64>(mean);
  store<f64>(mean, load<f64>(mean) + (apart * count) / all);
  store<f64>(deviation, load<f64>(deviation) + otherDeviation + (apart * apart * before * count) / all);
}

/** The moments of all `parts` together, from [parts, 2c + 1], in their order. scratch: 2c float64. */
export function joinMoments(moments: usize, out: usize, scratch: usize, parts: i32, c: i32): void {
  const stride = <usize>(2 * c + 1) << 2;
  const deviations = scratch + (<usize>c << 3);
  memory.fill(scratch, 0, <usize>c << 4);
  let done: f64 = 0;
  for (let part = 0; part < parts; part++) {
    const count = <f64>load<f32>(moments);
    for (let j = 0; j < c; j++) {
      const at = <usize>j << 2;
      const mean = <f64>load<f32>(moments + 4 + at);
      const deviation = <f64>load<f32>(moments + 4 + at + (<usize>c << 2));
      merge(scratch + (at << 1), deviations + (at << 1), done, count, mean, deviation);
    }
    done += count;
    moments += stride;
  }
  store<f32>(out, <f32>done);
  for (let j = 0; j < c; j++) {
    store<f32>(out + 4 + (<usize>j << 2), <f32>load<f64>(scratch + (<usize>j << 3)));
    store<f32>(out + 4 + (<usize>(c + j) << 2), <f32>load<f64>(deviations + (<usize>j << 3)));
  }
}

/** new = keep · old + (1 - keep) · own, for the mean and for the variance, unbiased where there is more than one row. */
export function runningAverages(
  moments: usize, mean: usize, variance: usize, newMean: usize, newVariance: usize, c: i32, keep: f64,
): void {
  const count = <f64>load<f32>(moments);
  const divisor = count > 1 ? count - 1 : count;
  for (let j = 0; j < c; j++) {
    const at = <usize>j << 2;
    const own = <f64>load<f32>(moments + 4 + at);
    const spread = <f64>load<f32>(moments + 4 + at + (<usize>c << 2)) / divisor;
    store<f32>(newMean + at, <f32>(keep * <f64>load<f32>(mean + at) + (1 - keep) * own));
    store<f32>(newVariance + at, <f32>(keep * <f64>load<f32>(variance + at) + (1 - keep) * spread));
  }
}

/** 1 / sqrt(variance + epsilon) of every channel. */
export function writeScales(moments: usize, scales: usize, c: i32, epsilon: f64): void {
  const count = <f64>load<f32>(moments);
  for (let j = 0; j < c; j++) {
    const variance = <f64>load<f32>(moments + 4 + (<usize>(c + j) << 2)) / count;
    store<f32>(scales + (<usize>j << 2), <f32>(1 / sqrt<f64>(variance + epsilon)));
  }
}

/** y; residual 0: none. scratch: c floats. */
export function batchNorm(
  x: usize, moments: usize, gamma: usize, beta: usize, residual: usize, y: usize, scratch: usize,
  rows: i32, c: i32, epsilon: f64, relu: bool,
): void {
  writeScales(moments, scratch, c, epsilon);
  const means = moments + 4;
  for (let j = 0; j < c; j++) {
    const at = <usize>j << 2;
    store<f32>(scratch + at, load<f32>(scratch + at) * load<f32>(gamma + at));
  }
  // NaN passes: the pseudo-maximum returns its first operand then.
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let r = 0; r < rows; r++) {
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const at = <usize>j << 2;
      const centred = f32x4.sub(v128.load(x + at), v128.load(means + at));
      let value = f32x4.add(f32x4.mul(centred, v128.load(scratch + at)), v128.load(beta + at));
      if (residual != 0) value = f32x4.add(value, v128.load(residual + at));
      v128.store(y + at, f32x4.pmax(value, floor));
    }
    for (; j < c; j++) {
      const at = <usize>j << 2;
      let value = (load<f32>(x + at) - load<f32>(means + at)) * load<f32>(scratch + at) + load<f32>(beta + at);
      if (residual != 0) value += load<f32>(residual + at);
      store<f32>(y + at, relu && value < 0 ? 0 : value);
    }
    const step = <usize>c << 2;
    x += step;
    y += step;
    if (residual != 0) residual += step;
  }
}
