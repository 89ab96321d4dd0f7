// The gradients of a hypernetwork's trunk, in float32, from what the forward pass kept.
import { eluRowGrad } from '@rnp-tools/side-module/assembly/elu';
import { sumLanes } from '@rnp-tools/side-module/assembly/lanes';
import { matrixTimesRow, sumOfOuterProducts, sumOfRows } from '@rnp-tools/side-module/assembly/rowGradients';
import { keptBytes } from './trunk';

/** Programs whose layers' gradients are held until they are summed into the kernels'. */
const ROWS: i32 = 32;

/** Bytes of scratch: a row, and a block's gradients before each norm. */
export function trunkGradScratch(latent: i32, hidden: i32, layers: i32): i32 {
  return (max(latent, hidden) + ROWS * layers * hidden) << 2;
}

/**
 * Through a norm: dx = s·(g − mean(g) − u·mean(g·u)) with g = dy·gamma; dGamma += dy·u, dBeta += dy, both 0 where nobody asks for
 * them. dx may be dy.
 */
function normGrad(dy: usize, u: usize, c: i32, gamma: usize, dGamma: usize, dBeta: usize, dx: usize): void {
  const whole = <usize>(c & ~3) << 2;
  const bytes = <usize>c << 2;
  let gs = f32x4.splat(0), gus = gs;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const d = v128.load(dy + at), unit = v128.load(u + at);
    const g = f32x4.mul(d, v128.load(gamma + at));
    gs = f32x4.add(gs, g);
    gus = f32x4.add(gus, f32x4.mul(g, unit));
    if (dGamma == 0) continue;
    v128.store(dGamma + at, f32x4.add(v128.load(dGamma + at), f32x4.mul(d, unit)));
    v128.store(dBeta + at, f32x4.add(v128.load(dBeta + at), d));
  }
  let g1 = sumLanes(gs), g2 = sumLanes(gus);
  for (; at < bytes; at += 4) {
    const d = load<f32>(dy + at), unit = load<f32>(u + at);
    const g = d * load<f32>(gamma + at);
    g1 += g;
    g2 += g * unit;
    if (dGamma == 0) continue;
    store<f32>(dGamma + at, load<f32>(dGamma + at) + d * unit);
    store<f32>(dBeta + at, load<f32>(dBeta + at) + d);
  }
  g1 /= <f32>c;
  g2 /= <f32>c;
  const scale = load<f32>(u + 2 * bytes);
  const meanG = f32x4.splat(g1), meanGu = f32x4.splat(g2), scales = f32x4.splat(scale);
  for (at = 0; at < whole; at += 16) {
    const g = f32x4.mul(v128.load(dy + at), v128.load(gamma + at));
    const rest = f32x4.sub(f32x4.sub(g, meanG), f32x4.mul(v128.load(u + at), meanGu));
    v128.store(dx + at, f32x4.mul(scales, rest));
  }
  for (; at < bytes; at += 4) {
    const g = load<f32>(dy + at) * load<f32>(gamma + at);
    store<f32>(dx + at, scale * (g - g1 - load<f32>(u + at) * g2));
  }
}

/**
 * dy [n, hidden] → dz [n, latent] and the parameters' gradients, summed over the programs. `parameters` and
 * `gradients` point to addresses in the order that `trunk` takes; what the latter point to must be zeros. `gradients` 0: the weights
 * are fixed, dz alone is computed.
 */
export function trunkGrad(
  dy: usize, parameters: usize, kept: usize, dz: usize, gradients: usize, scratch: usize,
  n: i32, latent: i32, hidden: i32, layers: i32,
): void {
  const line = <usize>hidden << 2;
  const block = scratch + (<usize>max(latent, hidden) << 2);
  const blockLine = <usize>layers * line;
  const first = keptBytes(latent);
  const perLayer = keptBytes(hidden);
  const perProgram = first + <usize>layers * perLayer;
  for (let start = 0; start < n; start += ROWS) {
    const rows = min(ROWS, n - start);
    for (let row = 0; row < rows; row++) {
      const own = kept + <usize>row * perProgram;
      let d = dy;
      for (let layer = layers - 1; layer >= 0; layer--) {
        const u = own + first + <usize>layer * perLayer;
        const at = <usize>(8 + 16 * layer);
        const dDense = block + <usize>row * blockLine + <usize>layer * line;
        eluRowGrad(d, u + line, dDense, hidden);
        normGrad(
          dDense, u, hidden, load<u32>(parameters + at + 8), gradientAt(gradients, at + 8), gradientAt(gradients, at + 12), dDense,
        );
        matrixTimesRow(load<u32>(parameters + at), dDense, scratch, layer == 0 ? latent : hidden, hidden, false);
        d = scratch;
      }
      normGrad(d, own, latent, load<u32>(parameters), gradientAt(gradients, 0), gradientAt(gradients, 4), dz);
      dy += line;
      dz += <usize>latent << 2;
    }
    for (let layer = 0; gradients != 0 && layer < layers; layer++) {
      const at = <usize>(8 + 16 * layer);
      const inputs = layer == 0 ? latent : hidden;
      const x = kept + (layer == 0 ? 0 : first + <usize>(layer - 1) * perLayer) + (<usize>inputs << 2);
      const d = block + <usize>layer * line;
      sumOfOuterProducts(x, perProgram, d, blockLine, rows, load<u32>(gradients + at), inputs, hidden, true);
      sumOfRows(d, blockLine, rows, load<u32>(gradients + at + 4), hidden, true);
    }
    kept += <usize>rows * perProgram;
  }
}

/** An address in the list of gradients; 0 where there is no list. */
// @ts-ignore: decorator
@inline
function gradientAt(gradients: usize, at: usize): usize {
  return gradients == 0 ? 0 : load<u32>(gradients + at);
}
