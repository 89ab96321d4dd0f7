import { fillNaN, pad, paddedBytes } from './grid';
import { a, b, begin, c, d, e, end, f, halfX, halfY, openCanvas, openItem, openRow, rowBegin, rowEnd, xs, ys } from './span';

// Sums over a row of the derivatives for the sample point, plain and times px.
let sumX: f64 = 0;
let sumY: f64 = 0;
let sumXpx: f64 = 0;
let sumYpx: f64 = 0;

/**
 * The gradient of `sample` for the matrices. The upstream is as for gradImage; on a pixel border the
 * derivative is the one from the right (below), as everywhere in this package.
 *
 * scratch: H + W + (h + 2)(w + 2)c floats.
 */
export function gradMatrix(
  canvasGradient: usize, energyGradient: usize, image: usize, matrix: usize, frames: usize, out: usize, scratch: usize,
  n: i32, m: i32, children: i32, h: i32, w: i32, channels: i32, H: i32, W: i32,
): void {
  const padded = scratch + (<usize>(H + W) << 2);
  const patchBytes = <usize>(h * w * channels) << 2;
  const canvasBytes = <usize>(H * W * channels) << 2;
  memory.fill(padded, 0, paddedBytes(h, w, channels));
  openCanvas(scratch, H, W, h, w, m);
  for (let i = 0; i < n; i++) {
    const weight: f32 = energyGradient == 0 ? 0 : 2.0 * load<f32>(energyGradient);
    if (!openItem(matrix, frames)) {
      fillNaN(out, 6);
    } else {
      pad(image, padded, h, w, channels);
      let ga: f64 = 0, gb: f64 = 0, gc: f64 = 0, gd: f64 = 0, ge: f64 = 0, gf: f64 = 0;
      for (let y = rowBegin; y < rowEnd; y++) {
        openRow(y);
        if (begin >= end) continue;
        const py = load<f32>(ys + (<usize>y << 2));
        const upstream = canvasGradient + (<usize>(y * W * channels) << 2);
        if (channels == 1) slopeRow(upstream, padded, weight, py, w);
        else slopeRowOf(upstream, padded, weight, py, w, channels);
        ga += sumXpx;
        gb += sumX * f64(py);
        gc += sumX;
        gd += sumYpx;
        ge += sumY * f64(py);
        gf += sumY;
      }
      const hx = f64(halfX), hy = f64(halfY);
      store<f32>(out, f32(ga * hx));
      store<f32>(out, f32(gb * hx), 4);
      store<f32>(out, f32(gc * hx), 8);
      store<f32>(out, f32(gd * hy), 12);
      store<f32>(out, f32(ge * hy), 16);
      store<f32>(out, f32(gf * hy), 20);
    }
    image += patchBytes;
    out += 24;
    matrix += 24;
    frames += <usize>m * 24;
    if ((i + 1) % children == 0) {
      canvasGradient += canvasBytes;
      if (energyGradient != 0) energyGradient += 4;
    }
  }
}

@inline
function slopeRow(upstream: usize, padded: usize, weight: f32, py: f32, w: i32): void {
  const stride = w + 2;
  const bpy = b * py;
  const epy = e * py;
  const ax = a, cx = c, dx = d, fx0 = f, hx = halfX, hy = halfY, columns = xs;
  let gx: f64 = 0, gy: f64 = 0, gxpx: f64 = 0, gypx: f64 = 0;
  for (let x = begin, last = end; x < last; x++) {
    const px = load<f32>(columns + (<usize>x << 2));
    const qx = (ax * px + bpy + cx + 1.0) * hx;
    const qy = (dx * px + epy + fx0 + 1.0) * hy;
    const jx = floor<f32>(qx);
    const jy = floor<f32>(qy);
    const tx = qx - jx;
    const ty = qy - jy;
    const sx: f32 = 1.0 - tx;
    const sy: f32 = 1.0 - ty;
    const top = padded + (<usize>((<i32>jy + 1) * stride + <i32>jx + 1) << 2);
    const bottom = top + (<usize>stride << 2);
    const v00 = load<f32>(top), v01 = load<f32>(top, 4), v10 = load<f32>(bottom), v11 = load<f32>(bottom, 4);
    let g = load<f32>(upstream + (<usize>x << 2));
    g += weight * ((sx * v00 + tx * v01) * sy + (sx * v10 + tx * v11) * ty);
    const slopeX = f64(g * ((v01 - v00) * sy + (v11 - v10) * ty));
    const slopeY = f64(g * ((v10 - v00) * sx + (v11 - v01) * tx));
    gx += slopeX;
    gy += slopeY;
    gxpx += slopeX * f64(px);
    gypx += slopeY * f64(px);
  }
  sumX = gx;
  sumY = gy;
  sumXpx = gxpx;
  sumYpx = gypx;
}

function slopeRowOf(upstream: usize, padded: usize, weight: f32, py: f32, w: i32, channels: i32): void {
  const stride = (w + 2) * channels;
  const next = <usize>channels << 2;
  let gx: f64 = 0, gy: f64 = 0, gxpx: f64 = 0, gypx: f64 = 0;
  for (let x = begin, last = end; x < last; x++) {
    const px = load<f32>(xs + (<usize>x << 2));
    const qx = (a * px + b * py + c + 1.0) * halfX;
    const qy = (d * px + e * py + f + 1.0) * halfY;
    const jx = floor<f32>(qx);
    const jy = floor<f32>(qy);
    const tx = qx - jx;
    const ty = qy - jy;
    const sx: f32 = 1.0 - tx;
    const sy: f32 = 1.0 - ty;
    let top = padded + (<usize>((<i32>jy + 1) * stride + (<i32>jx + 1) * channels) << 2);
    let bottom = top + (<usize>stride << 2);
    let slopeX: f64 = 0, slopeY: f64 = 0;
    for (let k = 0; k < channels; k++) {
      const v00 = load<f32>(top), v01 = load<f32>(top + next), v10 = load<f32>(bottom), v11 = load<f32>(bottom + next);
      let g = load<f32>(upstream + (<usize>(x * channels + k) << 2));
      g += weight * ((sx * v00 + tx * v01) * sy + (sx * v10 + tx * v11) * ty);
      slopeX += f64(g * ((v01 - v00) * sy + (v11 - v10) * ty));
      slopeY += f64(g * ((v10 - v00) * sx + (v11 - v01) * tx));
      top += 4;
      bottom += 4;
    }
    gx += slopeX;
    gy += slopeY;
    gxpx += slopeX * f64(px);
    gypx += slopeY * f64(px);
  }
  sumX = gx;
  sumY = gy;
  sumXpx = gxpx;
  sumYpx = gypx;
}
