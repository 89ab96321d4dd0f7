// Layer normalisation of rows: x [rows,c], gamma [c], beta [c].
// y = gamma·u + beta, u = (x − mean)·s, s = 1/sqrt(variance + epsilon), biased variance.
import { eluRow, eluRowGrad } from '@rnp-tools/side-module/assembly/elu';
import { sumLanes } from '@rnp-tools/side-module/assembly/lanes';
import { addWide, moveWide, rounded } from '@rnp-tools/side-module/assembly/wide';

/** Values, or rows, whose sums stay in float32 before they are added up in float64. */
const BLOCK: i32 = 128;

/** Mean of a row, taken from its first entry on, so that a constant row has exactly its own mean. */
// @ts-ignore: decorator
@inline
function meanOf(x: usize, c: i32): f32 {
  const first = load<f32>(x);
  const shift = f32x4.splat(first);
  let sum: f64 = 0;
  let j = 0;
  while (j + 4 <= c) {
    const end = min(j + BLOCK, c & ~3);
    let sums = f32x4.splat(0);
    for (; j < end; j += 4) sums = f32x4.add(sums, f32x4.sub(v128.load(x + (<usize>j << 2)), shift));
    sum += <f64>sumLanes(sums);
  }
  for (; j < c; j++) sum += <f64>(load<f32>(x + (<usize>j << 2)) - first);
  return <f32>(<f64>first + sum / <f64>c);
}

/** s of a row. */
// @ts-ignore: decorator
@inline
function scaleOf(x: usize, c: i32, mean: f32, epsilon: f32): f32 {
  const means = f32x4.splat(mean);
  let sum: f64 = 0;
  let j = 0;
  while (j + 4 <= c) {
    const end = min(j + BLOCK, c & ~3);
    let sums = f32x4.splat(0);
    for (; j < end; j += 4) {
      const d = f32x4.sub(v128.load(x + (<usize>j << 2)), means);
      sums = f32x4.add(sums, f32x4.mul(d, d));
    }
    sum += <f64>sumLanes(sums);
  }
  for (; j < c; j++) {
    const d = load<f32>(x + (<usize>j << 2)) - mean;
    sum += <f64>(d * d);
  }
  return <f32>(1 / sqrt<f64>(sum / <f64>c + <f64>epsilon));
}

/** y, or elu(y). */
export function layerNorm(
  x: usize, gamma: usize, beta: usize, y: usize, rows: i32, c: i32, epsilon: f32, elu: bool,
): void {
  const line = <usize>c << 2;
  for (let row = 0; row < rows; row++) {
    const mean = meanOf(x, c);
    const scale = scaleOf(x, c, mean, epsilon);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scale);
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const at = <usize>j << 2;
      const u = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      v128.store(y + at, f32x4.add(f32x4.mul(u, v128.load(gamma + at)), v128.load(beta + at)));
    }
    for (; j < c; j++) {
      const at = <usize>j << 2;
      store<f32>(y + at, (load<f32>(x + at) - mean) * scale * load<f32>(gamma + at) + load<f32>(beta + at));
    }
    if (elu) eluRow(y, y, c);
    x += line;
    y += line;
  }
}

/**
 * dx = s·(g − mean(g) − u·mean(g·u)), g = d·gamma; dGamma [c] = Σ over the rows of d·u; dBeta [c] = Σ of d. d is dy,
 * through elu where that followed (told from its value y). `scratch` holds a row and, 16-byte aligned behind it, two of float64.
 */
export function layerNormGrad(
  dy: usize, x: usize, gamma: usize, y: usize, dx: usize, dGamma: usize, dBeta: usize, scratch: usize,
  rows: i32, c: i32, epsilon: f32, elu: bool,
): void {
  const line = <usize>c << 2;
  const totals = scratch + ((line + 15) & ~15);
  memory.fill(dGamma, 0, line);
  memory.fill(dBeta, 0, line);
  memory.fill(totals, 0, line << 2);
  for (let row = 0; row < rows; row++) {
    if (row > 0 && row % BLOCK == 0) {
      moveWide(dGamma, totals, line);
      moveWide(dBeta, totals + (line << 1), line);
    }
    let d = dy;
    if (elu) {
      eluRowGrad(dy, y, scratch, c);
      d = scratch;
    }
    const mean = meanOf(x, c);
    const scale = scaleOf(x, c, mean, epsilon);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scale);
    let sum1: f64 = 0;
    let sum2: f64 = 0;
    let j = 0;
    while (j + 4 <= c) {
      const end = min(j + BLOCK, c & ~3);
      let gs = f32x4.splat(0);
      let gus = f32x4.splat(0);
      for (; j < end; j += 4) {
        const at = <usize>j << 2;
        const slope = v128.load(d + at);
        const g = f32x4.mul(slope, v128.load(gamma + at));
        const u = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
        gs = f32x4.add(gs, g);
        gus = f32x4.add(gus, f32x4.mul(g, u));
        v128.store(dGamma + at, f32x4.add(v128.load(dGamma + at), f32x4.mul(u, slope)));
        v128.store(dBeta + at, f32x4.add(v128.load(dBeta + at), slope));
      }
      sum1 += <f64>sumLanes(gs);
      sum2 += <f64>sumLanes(gus);
    }
    for (; j < c; j++) {
      const at = <usize>j << 2;
      const slope = load<f32>(d + at);
      const g = slope * load<f32>(gamma + at);
      const u = (load<f32>(x + at) - mean) * scale;
      sum1 += <f64>g;
      sum2 += <f64>(g * u);
      store<f32>(dGamma + at, load<f32>(dGamma + at) + u * slope);
      store<f32>(dBeta + at, load<f32>(dBeta + at) + slope);
    }
    const g1 = <f32>(sum1 / <f64>c);
    const g2 = <f32>(sum2 / <f64>c);
    const meanG = f32x4.splat(g1);
    const meanGu = f32x4.splat(g2);
    for (j = 0; j + 4 <= c; j += 4) {
      const at = <usize>j << 2;
      const g = f32x4.mul(v128.load(d + at), v128.load(gamma + at));
      const u = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      v128.store(dx + at, f32x4.mul(scales, f32x4.sub(f32x4.sub(g, meanG), f32x4.mul(u, meanGu))));
    }
    for (; j < c; j++) {
      const at = <usize>j << 2;
      const u = (load<f32>(x + at) - mean) * scale;
      store<f32>(dx + at, scale * (load<f32>(d + at) * load<f32>(gamma + at) - g1 - u * g2));
    }
    x += line;
    y += line;
    dy += line;
    dx += line;
  }
  if (rows <= BLOCK) return;
  addWide(dGamma, totals, line);
  addWide(dBeta, totals + (line << 1), line);
  rounded(totals, dGamma, c, 1);
  rounded(totals + (line << 1), dBeta, c, 1);
}
