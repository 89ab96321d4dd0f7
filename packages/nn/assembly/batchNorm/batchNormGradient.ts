// The backward pass of batchNorm.ts; same letters. g = dy · f'(…), taken from the output y (0: f is the identity).
import { writeScales } from './batchNorm';

/** Rows whose sums stay in float32 before they are added up in float64. */
const ROWS: i32 = 64;

/**
 * [Σ g, Σ g·m] over the rows, 2c values: the gradients of beta and gamma, and what the gradient of x needs of the
 * whole batch. scratch: 2c float64, then c floats.
 */
export function batchNormSums(
  dy: usize, y: usize, x: usize, moments: usize, out: usize, scratch: usize, rows: i32, c: i32, epsilon: f64,
): void {
  const step = <usize>c << 2;
  const scales = scratch + (<usize>c << 4);
  writeScales(moments, scales, c, epsilon);
  memory.fill(scratch, 0, <usize>c << 4);
  for (let done = 0; done < rows; done += ROWS) {
    const count = min(ROWS, rows - done);
    let j = 0;
    for (; j + 4 <= c; j += 4) columnSums(dy, y, x, moments + 4, scales, scratch, count, c, j, true);
    for (; j < c; j++) columnSums(dy, y, x, moments + 4, scales, scratch, count, c, j, false);
    dy += <usize>count * step;
    x += <usize>count * step;
    if (y != 0) y += <usize>count * step;
  }
  for (let j = 0; j < 2 * c; j++) store<f32>(out + (<usize>j << 2), <f32>load<f64>(scratch + (<usize>j << 3)));
}

/** Four channels from j on, or one, over `count` rows. */
// @ts-ignore: decorator
@inline
function columnSums(
  dy: usize, y: usize, x: usize, means: usize, scales: usize, totals: usize, count: i32, c: i32, j: i32, wide: bool,
): void {
  const zero = f32x4.splat(0);
  const step = <usize>c << 2;
  const at = <usize>j << 2;
  const mean = take(means + at, wide);
  const scale = take(scales + at, wide);
  let from = at;
  let sums = zero;
  let products = zero;
  for (let r = 0; r < count; r++) {
    let g = take(dy + from, wide);
    if (y != 0) g = v128.and(g, f32x4.gt(take(y + from, wide), zero));
    const m = f32x4.mul(f32x4.sub(take(x + from, wide), mean), scale);
    sums = f32x4.add(sums, g);
    products = f32x4.add(products, f32x4.mul(g, m));
    from += step;
  }
  addWide(totals + (at << 1), sums, wide);
  addWide(totals + ((at + step) << 1), products, wide);
}

/** Four lanes, or the first alone. */
// @ts-ignore: decorator
@inline
function take(at: usize, wide: bool): v128 {
  return wide ? v128.load(at) : v128.load32_zero(at);
}

// @ts-ignore: decorator
@inline
function put(at: usize, v: v128, wide: bool): void {
  if (wide) v128.store(at, v);
  else store<f32>(at, f32x4.extract_lane(v, 0));
}

/** Adds float32 lanes to float64 values. */
// @ts-ignore: decorator
@inline
function addWide(at: usize, v: v128, wide: bool): void {
  store<f64>(at, load<f64>(at) + <f64>f32x4.extract_lane(v, 0));
  if (!wide) return;
  store<f64>(at, load<f64>(at, 8) + <f64>f32x4.extract_lane(v, 1), 8);
  store<f64>(at, load<f64>(at, 16) + <f64>f32x4.extract_lane(v, 2), 16);
  store<f64>(at, load<f64>(at, 24) + <f64>f32x4.extract_lane(v, 3), 24);
}

/**
 * dx = gamma · scale · (g - (Σ g + m Σ g·m) / count), `sums` [2c] over the whole batch, and dResidual = g (0: not
 * wanted). scratch: 3c floats.
 */
export function batchNormGradX(
  dy: usize, y: usize, x: usize, moments: usize, gamma: usize, sums: usize, dx: usize, dResidual: usize,
  scratch: usize, rows: i32, c: i32, epsilon: f64,
): void {
  const step = <usize>c << 2;
  // dx = factor·g + offset + slope·(x - mean), one row of each for all rows.
  const offsets = scratch + step;
  const slopes = offsets + step;
  const count = <f64>load<f32>(moments);
  writeScales(moments, scratch, c, epsilon);
  for (let j = 0; j < c; j++) {
    const at = <usize>j << 2;
    const scale = <f64>load<f32>(scratch + at);
    const factor = <f64>load<f32>(gamma + at) * scale;
    store<f32>(scratch + at, <f32>factor);
    store<f32>(offsets + at, <f32>((-factor * <f64>load<f32>(sums + at)) / count));
    store<f32>(slopes + at, <f32>((-factor * scale * <f64>load<f32>(sums + step + at)) / count));
  }
  for (let r = 0; r < rows; r++) {
    let j = 0;
    for (; j + 4 <= c; j += 4) slope(dy, y, x, moments + 4, dx, dResidual, scratch, offsets, slopes, j, true);
    for (; j < c; j++) slope(dy, y, x, moments + 4, dx, dResidual, scratch, offsets, slopes, j, false);
    dy += step;
    x += step;
    dx += step;
    if (y != 0) y += step;
    if (dResidual != 0) dResidual += step;
  }
}

// @ts-ignore: decorator
@inline
function slope(
  dy: usize, y: usize, x: usize, means: usize, dx: usize, dResidual: usize,
  factors: usize, offsets: usize, slopes: usize, j: i32, wide: bool,
): void {
  const at = <usize>j << 2;
  let g = take(dy + at, wide);
  if (y != 0) g = v128.and(g, f32x4.gt(take(y + at, wide), f32x4.splat(0)));
  const centred = f32x4.sub(take(x + at, wide), take(means + at, wide));
  const shared = f32x4.add(take(offsets + at, wide), f32x4.mul(take(slopes + at, wide), centred));
  put(dx + at, f32x4.add(f32x4.mul(g, take(factors + at, wide)), shared), wide);
  if (dResidual != 0) put(dResidual + at, g, wide);
}
