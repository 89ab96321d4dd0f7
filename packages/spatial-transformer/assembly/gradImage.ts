import { fillNaN, pad, paddedBytes, unpad } from './grid';
import { a, b, begin, c, d, e, end, f, halfX, halfY, openCanvas, openItem, openRow, rowBegin, rowEnd, xs, ys } from './span';

/**
 * The gradient of `sample` for the patches. At a pixel of an item the upstream is
 * canvasGradient + 2 * energyGradient * value; the value is drawn again instead of having been kept.
 * energyGradient 0: there is none, and `image` is not read.
 *
 * scratch: H + W + 2(h + 2)(w + 2)c floats.
 */
export function gradImage(
  canvasGradient: usize, energyGradient: usize, image: usize, matrix: usize, frames: usize, out: usize, scratch: usize,
  n: i32, m: i32, children: i32, h: i32, w: i32, channels: i32, H: i32, W: i32,
): void {
  const bytes = paddedBytes(h, w, channels);
  const gradient = scratch + (<usize>(H + W) << 2);
  const padded = gradient + bytes;
  const patchBytes = <usize>(h * w * channels) << 2;
  const canvasBytes = <usize>(H * W * channels) << 2;
  memory.fill(padded, 0, bytes);
  openCanvas(scratch, H, W, h, w, m);
  for (let i = 0; i < n; i++) {
    const weight: f32 = energyGradient == 0 ? 0 : 2.0 * load<f32>(energyGradient);
    if (!openItem(matrix, frames)) {
      fillNaN(out, h * w * channels);
    } else {
      memory.fill(gradient, 0, bytes);
      if (weight != 0) pad(image, padded, h, w, channels);
      for (let y = rowBegin; y < rowEnd; y++) {
        openRow(y);
        if (begin >= end) continue;
        const py = load<f32>(ys + (<usize>y << 2));
        const upstream = canvasGradient + (<usize>(y * W * channels) << 2);
        if (channels == 1) spreadRow(upstream, gradient, padded, weight, py, w);
        else spreadRowOf(upstream, gradient, padded, weight, py, w, channels);
      }
      unpad(gradient, out, h, w, channels);
    }
    image += patchBytes;
    out += patchBytes;
    matrix += 24;
    frames += <usize>m * 24;
    if ((i + 1) % children == 0) {
      canvasGradient += canvasBytes;
      if (energyGradient != 0) energyGradient += 4;
    }
  }
}

@inline
function spreadRow(upstream: usize, gradient: usize, padded: usize, weight: f32, py: f32, w: i32): void {
  const stride = w + 2;
  const down = <usize>stride << 2;
  const bpy = b * py;
  const epy = e * py;
  const ax = a, cx = c, dx = d, fx0 = f, hx = halfX, hy = halfY, columns = xs;
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
    const at = <usize>((<i32>jy + 1) * stride + <i32>jx + 1) << 2;
    let g = load<f32>(upstream + (<usize>x << 2));
    if (weight != 0) {
      const top = padded + at;
      const bottom = top + down;
      g += weight * ((sx * load<f32>(top) + tx * load<f32>(top, 4)) * sy + (sx * load<f32>(bottom) + tx * load<f32>(bottom, 4)) * ty);
    }
    const top = gradient + at;
    const bottom = top + down;
    const gTop = g * sy;
    const gBottom = g * ty;
    store<f32>(top, load<f32>(top) + gTop * sx);
    store<f32>(top, load<f32>(top, 4) + gTop * tx, 4);
    store<f32>(bottom, load<f32>(bottom) + gBottom * sx);
    store<f32>(bottom, load<f32>(bottom, 4) + gBottom * tx, 4);
  }
}

function spreadRowOf(upstream: usize, gradient: usize, padded: usize, weight: f32, py: f32, w: i32, channels: i32): void {
  const stride = (w + 2) * channels;
  const down = <usize>stride << 2;
  const next = <usize>channels << 2;
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
    const first = <usize>((<i32>jy + 1) * stride + (<i32>jx + 1) * channels) << 2;
    for (let k = 0; k < channels; k++) {
      const at = first + (<usize>k << 2);
      let g = load<f32>(upstream + (<usize>(x * channels + k) << 2));
      if (weight != 0) {
        const top = padded + at;
        const bottom = top + down;
        g += weight * ((sx * load<f32>(top) + tx * load<f32>(top + next)) * sy + (sx * load<f32>(bottom) + tx * load<f32>(bottom + next)) * ty);
      }
      const top = gradient + at;
      const bottom = top + down;
      const gTop = g * sy;
      const gBottom = g * ty;
      store<f32>(top, load<f32>(top) + gTop * sx);
      store<f32>(top + next, load<f32>(top + next) + gTop * tx);
      store<f32>(bottom, load<f32>(bottom) + gBottom * sx);
      store<f32>(bottom + next, load<f32>(bottom + next) + gBottom * tx);
    }
  }
}
