// Layer normalisation of rows: x [rows,c], gamma [c], beta [c].
// y = gamma·u + beta, u = (x − mean)·s, s = 1/sqrt(variance + epsilon), biased variance.
import { sumLanes } from '@rnp-tools/side-module/assembly/lanes';

/** Mean of a row, taken from its first entry on, so that a constant row has exactly its own mean. */
// @ts-ignore: decorator
@inline
function meanOf(x: usize, c: i32): f32 {
  const first = load<f32>(x);
  const shift = f32x4.splat(first);
  let sums = f32x4.splat(0);
  let j = 0;
  for (; j + 4 <= c; j += 4) sums = f32x4.add(sums, f32x4.sub(v128.load(x + (<usize>j << 2)), shift));
  let sum = sumLanes(sums);
  for (; j < c; j++) sum += load<f32>(x + (<usize>j << 2)) - first;
  return first + sum / <f32>c;
}

/** s of a row. */
// @ts-ignore: decorator
@inline
function scaleOf(x: usize, c: i32, mean: f32, epsilon: f32): f32 {
  const means = f32x4.splat(mean);
  let sums = f32x4.splat(0);
  let j = 0;
  for (; j + 4 <= c; j += 4) {
    const d = f32x4.sub(v128.load(x + (<usize>j << 2)), means);
    sums = f32x4.add(sums, f32x4.mul(d, d));
  }
  let sum = sumLanes(sums);
  for (; j < c; j++) {
    const d = load<f32>(x + (<usize>j << 2)) - mean;
    sum += d * d;
  }
  return 1 / sqrt<f32>(sum / <f32>c + epsilon);
}

export function layerNorm(x: usize, gamma: usize, beta: usize, y: usize, rows: i32, c: i32, epsilon: f32): void {
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
    x += line;
    y += line;
  }
}

/** dx = s·(g − mean(g) − u·mean(g·u)), g = dy·gamma. */
export function layerNormGradX(
  dy: usize, x: usize, gamma: usize, dx: usize, rows: i32, c: i32, epsilon: f32,
): void {
  const line = <usize>c << 2;
  const inverse: f32 = 1 / <f32>c;
  for (let row = 0; row < rows; row++) {
    const mean = meanOf(x, c);
    const scale = scaleOf(x, c, mean, epsilon);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scale);
    let gs = f32x4.splat(0);
    let gus = f32x4.splat(0);
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const at = <usize>j << 2;
      const g = f32x4.mul(v128.load(dy + at), v128.load(gamma + at));
      const u = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      gs = f32x4.add(gs, g);
      gus = f32x4.add(gus, f32x4.mul(g, u));
    }
    let g1 = sumLanes(gs);
    let g2 = sumLanes(gus);
    for (; j < c; j++) {
      const at = <usize>j << 2;
      const g = load<f32>(dy + at) * load<f32>(gamma + at);
      g1 += g;
      g2 += g * (load<f32>(x + at) - mean) * scale;
    }
    g1 *= inverse;
    g2 *= inverse;
    const meanG = f32x4.splat(g1);
    const meanGu = f32x4.splat(g2);
    for (j = 0; j + 4 <= c; j += 4) {
      const at = <usize>j << 2;
      const g = f32x4.mul(v128.load(dy + at), v128.load(gamma + at));
      const u = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      v128.store(dx + at, f32x4.mul(scales, f32x4.sub(f32x4.sub(g, meanG), f32x4.mul(u, meanGu))));
    }
    for (; j < c; j++) {
      const at = <usize>j << 2;
      const u = (load<f32>(x + at) - mean) * scale;
      store<f32>(dx + at, scale * (load<f32>(dy + at) * load<f32>(gamma + at) - g1 - u * g2));
    }
    x += line;
    dy += line;
    dx += line;
  }
}

/** dGamma [c] = Σ over the rows of dy·u. */
export function layerNormGradGamma(dy: usize, x: usize, dGamma: usize, rows: i32, c: i32, epsilon: f32): void {
  const line = <usize>c << 2;
  memory.fill(dGamma, 0, line);
  for (let row = 0; row < rows; row++) {
    const mean = meanOf(x, c);
    const scale = scaleOf(x, c, mean, epsilon);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scale);
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const at = <usize>j << 2;
      const u = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      v128.store(dGamma + at, f32x4.add(v128.load(dGamma + at), f32x4.mul(u, v128.load(dy + at))));
    }
    for (; j < c; j++) {
      const at = <usize>j << 2;
      const u = (load<f32>(x + at) - mean) * scale;
      store<f32>(dGamma + at, load<f32>(dGamma + at) + u * load<f32>(dy + at));
    }
    x += line;
    dy += line;
  }
}

/** dBeta [c] = Σ over the rows of dy. */
export function layerNormGradBeta(dy: usize, dBeta: usize, rows: i32, c: i32): void {
  const line = <usize>c << 2;
  memory.fill(dBeta, 0, line);
  for (let row = 0; row < rows; row++) {
    let j = 0;
    for (; j + 4 <= c; j += 4) {
      const at = <usize>j << 2;
      v128.store(dBeta + at, f32x4.add(v128.load(dBeta + at), v128.load(dy + at)));
    }
    for (; j < c; j++) {
      const at = <usize>j << 2;
      store<f32>(dBeta + at, load<f32>(dBeta + at) + load<f32>(dy + at));
    }
    dy += line;
  }
}
