import { fillNaN, pad, paddedBytes } from './grid';
import { a, b, begin, c, d, e, end, f, halfX, halfY, openCanvas, openItem, openRow, rowBegin, rowEnd, xs, ys } from './span';

/**
 * Draws n patches [h, w, c] on canvases [H, W, c], `children` consecutive items on each, and adds up the
 * squares of what is drawn (energy, one a canvas, 0: not wanted). Only covered pixels are visited.
 *
 * scratch: H + W + (h + 2)(w + 2)c floats.
 */
export function sample(
  image: usize, matrix: usize, frames: usize, canvas: usize, energy: usize, scratch: usize,
  n: i32, m: i32, children: i32, h: i32, w: i32, channels: i32, H: i32, W: i32,
): void {
  const padded = scratch + (<usize>(H + W) << 2);
  const patchBytes = <usize>(h * w * channels) << 2;
  const canvasFloats = H * W * channels;
  const canvasBytes = <usize>canvasFloats << 2;
  memory.fill(padded, 0, paddedBytes(h, w, channels));
  memory.fill(canvas, 0, canvasBytes * <usize>(n / children));
  openCanvas(scratch, H, W, h, w, m);
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    if (!openItem(matrix, frames)) {
      fillNaN(canvas, canvasFloats);
      total = NaN;
    } else {
      pad(image, padded, h, w, channels);
      for (let y = rowBegin; y < rowEnd; y++) {
        openRow(y);
        if (begin >= end) continue;
        const py = load<f32>(ys + (<usize>y << 2));
        const out = canvas + (<usize>(y * W * channels) << 2);
        total += channels == 1 ? drawRow(padded, out, py, w) : drawRowOf(padded, out, py, w, channels);
      }
    }
    image += patchBytes;
    matrix += 24;
    frames += <usize>m * 24;
    if ((i + 1) % children == 0) {
      canvas += canvasBytes;
      if (energy != 0) {
        store<f32>(energy, f32(total));
        energy += 4;
      }
      total = 0;
    }
  }
}

/** One row of one channel; gives the sum of squares. */
@inline
function drawRow(padded: usize, out: usize, py: f32, w: i32): f64 {
  const stride = w + 2;
  const bpy = b * py;
  const epy = e * py;
  const ax = a, cx = c, dx = d, fx0 = f, hx = halfX, hy = halfY, columns = xs;
  let squares: f64 = 0;
  for (let x = begin, last = end; x < last; x++) {
    const px = load<f32>(columns + (<usize>x << 2));
    const qx = (ax * px + bpy + cx + 1.0) * hx;
    const qy = (dx * px + epy + fx0 + 1.0) * hy;
    const jx = floor<f32>(qx);
    const jy = floor<f32>(qy);
    const tx = qx - jx;
    const ty = qy - jy;
    const top = padded + (<usize>((<i32>jy + 1) * stride + <i32>jx + 1) << 2);
    const bottom = top + (<usize>stride << 2);
    const sx: f32 = 1.0 - tx;
    const value = (sx * load<f32>(top) + tx * load<f32>(top, 4)) * (1.0 - ty) + (sx * load<f32>(bottom) + tx * load<f32>(bottom, 4)) * ty;
    const at = out + (<usize>x << 2);
    store<f32>(at, load<f32>(at) + value);
    squares += f64(value) * f64(value);
  }
  return squares;
}

/** The same for any number of channels. */
function drawRowOf(padded: usize, out: usize, py: f32, w: i32, channels: i32): f64 {
  const stride = (w + 2) * channels;
  const next = <usize>channels << 2;
  let squares: f64 = 0;
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
    let at = out + (<usize>(x * channels) << 2);
    for (let k = 0; k < channels; k++) {
      const value = (sx * load<f32>(top) + tx * load<f32>(top + next)) * sy + (sx * load<f32>(bottom) + tx * load<f32>(bottom + next)) * ty;
      store<f32>(at, load<f32>(at) + value);
      squares += f64(value) * f64(value);
      top += 4;
      bottom += 4;
      at += 4;
    }
  }
  return squares;
}
