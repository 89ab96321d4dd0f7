import { fillNaN, pad, paddedBytes } from './grid';
import { begin, end, frameBytes, halfX, halfY, openCanvas, openItem, openRow, rowBegin, rowEnd, soft, spanBytes, xs, ys } from './span';
import { coverage, firstLanes, firsts, inFrames, inReach, loadUpTo4, neighbours, patchCoordinate, seconds, storeUpTo4, sumOf, twoPairs } from './walk';

/** Bytes for what colours need of four pixels. */
const LANES: usize = 64;

/** Bytes of scratch memory that `sample` needs. */
export function sampleBytes(m: i32, h: i32, w: i32, channels: i32, H: i32, W: i32): usize {
  return spanBytes(H, W, m) + paddedBytes(h, w, channels) + LANES;
}

/**
 * Draws n patches [h, w, c] on canvases [H, W, c], `children` consecutive items on each, and adds up the
 * squares of what is drawn (energy, one a canvas, 0: not wanted). Only covered pixels are visited. frames: m an item, hard
 * [2, 3] each, or soft [2, 4].
 */
export function sample(
  image: usize, matrix: usize, frames: usize, canvas: usize, energy: usize, scratch: usize,
  n: i32, m: i32, children: i32, h: i32, w: i32, channels: i32, H: i32, W: i32, withSoft: bool,
): void {
  const row = <usize>(W * channels) << 2;
  const canvasBytes = <usize>H * row;
  const patchBytes = <usize>(h * w * channels) << 2;
  const padded = scratch + spanBytes(H, W, m);
  const lanes = padded + paddedBytes(h, w, channels);
  memory.fill(padded, 0, lanes - padded);
  openCanvas(scratch, H, W, h, w, m, withSoft);
  for (let first = 0; first < n; first += children) {
    memory.fill(canvas, 0, canvasBytes);
    let squares = f64x2.splat(0);
    let poisoned = false;
    for (let i = 0; i < children; i++) {
      if (!openItem(matrix, frames)) {
        poisoned = true;
      } else if (rowBegin < rowEnd) {
        pad(image, padded, h, w, channels);
        for (let y = rowBegin; y < rowEnd; y++) {
          const py = load<f32>(ys + (<usize>y << 2));
          if (!openRow(py)) continue;
          const out = canvas + <usize>y * row;
          if (channels != 1) squares = f64x2.add(squares, drawColours(padded, out, lanes, py, h, w, channels, matrix, frames, m));
          else if (energy != 0) squares = f64x2.add(squares, drawRow(padded, out, py, h, w, W, matrix, frames, m, true));
          else drawRow(padded, out, py, h, w, W, matrix, frames, m, false);
        }
      }
      image += patchBytes;
      matrix += 24;
      frames += frameBytes;
    }
    if (poisoned) fillNaN(canvas, H * W * channels);
    canvas += canvasBytes;
    if (energy != 0) {
      store<f32>(energy, poisoned ? f32.NaN : f32(sumOf(squares)));
      energy += 4;
    }
  }
}

/** One row of one channel; gives the sum of squares, as two doubles. */
@inline
function drawRow(
  padded: usize, out: usize, py: f32, h: i32, w: i32, W: i32, matrix: usize, frames: usize, m: i32, withSquares: bool,
): v128 {
  const a = v128.load_splat<f32>(matrix), d = v128.load_splat<f32>(matrix, 12);
  const bpy = f32x4.splat(load<f32>(matrix, 4) * py), epy = f32x4.splat(load<f32>(matrix, 16) * py);
  const c = v128.load_splat<f32>(matrix, 8), f = v128.load_splat<f32>(matrix, 20);
  const hx = f32x4.splat(halfX), hy = f32x4.splat(halfY);
  const limitX = f32x4.splat(f32(w)), limitY = f32x4.splat(f32(h));
  const below = <usize>(w + 2) << 2;
  const rowBytes = i32x4.splat(<i32>below), pixelBytes = i32x4.splat(4), one = f32x4.splat(1);
  const columns = xs, faded = soft && m > 0;
  let cover = one;
  let squares = f64x2.splat(0);
  for (let x = begin & ~3, last = end; x < last; x += 4) {
    const px = v128.load(columns + (<usize>x << 2));
    const qx = patchCoordinate(a, px, bpy, c, hx);
    const qy = patchCoordinate(d, px, epy, f, hy);
    let mask = v128.and(inReach(qx, limitX), inReach(qy, limitY));
    if (faded) {
      cover = coverage(frames, m, px, py);
      mask = v128.and(mask, f32x4.gt(cover, f32x4.splat(0)));
    } else if (m > 0) mask = v128.and(mask, inFrames(frames, m, px, py));
    if (!v128.any_true(mask)) continue;
    const jx = f32x4.floor(qx);
    const jy = f32x4.floor(qy);
    const tx = f32x4.sub(qx, jx);
    const ty = f32x4.sub(qy, jy);
    const at = neighbours(jx, jy, rowBytes, pixelBytes, mask);
    const p0 = padded + <usize>i32x4.extract_lane(at, 0);
    const p1 = padded + <usize>i32x4.extract_lane(at, 1);
    const p2 = padded + <usize>i32x4.extract_lane(at, 2);
    const p3 = padded + <usize>i32x4.extract_lane(at, 3);
    const t01 = twoPairs(p0, p1), t23 = twoPairs(p2, p3);
    const b01 = twoPairs(p0 + below, p1 + below), b23 = twoPairs(p2 + below, p3 + below);
    const sx = f32x4.sub(one, tx);
    const top = f32x4.add(f32x4.mul(sx, firsts(t01, t23)), f32x4.mul(tx, seconds(t01, t23)));
    const bottom = f32x4.add(f32x4.mul(sx, firsts(b01, b23)), f32x4.mul(tx, seconds(b01, b23)));
    let value = f32x4.add(f32x4.mul(top, f32x4.sub(one, ty)), f32x4.mul(bottom, ty));
    if (faded) value = f32x4.mul(value, cover);
    value = v128.and(value, mask);
    const to = out + (<usize>x << 2);
    storeUpTo4(to, f32x4.add(loadUpTo4(to, W - x), value), W - x);
    if (withSquares) squares = f64x2.add(squares, squaresOf(value));
  }
  return squares;
}

/** The same for any number of channels. lanes: LANES bytes. */
function drawColours(
  padded: usize, out: usize, lanes: usize, py: f32, h: i32, w: i32, channels: i32, matrix: usize, frames: usize, m: i32,
): v128 {
  const a = v128.load_splat<f32>(matrix), d = v128.load_splat<f32>(matrix, 12);
  const bpy = f32x4.splat(load<f32>(matrix, 4) * py), epy = f32x4.splat(load<f32>(matrix, 16) * py);
  const c = v128.load_splat<f32>(matrix, 8), f = v128.load_splat<f32>(matrix, 20);
  const hx = f32x4.splat(halfX), hy = f32x4.splat(halfY);
  const limitX = f32x4.splat(f32(w)), limitY = f32x4.splat(f32(h));
  const next = <usize>channels << 2;
  const below = <usize>(w + 2) * next;
  const rowBytes = i32x4.splat(<i32>below), pixelBytes = i32x4.splat(<i32>next), one = f32x4.splat(1);
  const faded = soft && m > 0;
  let squares = f64x2.splat(0);
  for (let x = begin & ~3, last = end; x < last; x += 4) {
    const px = v128.load(xs + (<usize>x << 2));
    const qx = patchCoordinate(a, px, bpy, c, hx);
    const qy = patchCoordinate(d, px, epy, f, hy);
    let mask = v128.and(inReach(qx, limitX), inReach(qy, limitY));
    if (faded) {
      const cover = coverage(frames, m, px, py);
      mask = v128.and(mask, f32x4.gt(cover, f32x4.splat(0)));
      v128.store(lanes, cover, 48);
    } else if (m > 0) mask = v128.and(mask, inFrames(frames, m, px, py));
    const jx = f32x4.floor(qx);
    const jy = f32x4.floor(qy);
    v128.store(lanes, neighbours(jx, jy, rowBytes, pixelBytes, mask));
    v128.store(lanes, f32x4.sub(qx, jx), 16);
    v128.store(lanes, f32x4.sub(qy, jy), 32);
    let to = out + <usize>x * next;
    for (let set = i32x4.bitmask(mask), lane = lanes; set != 0; set >>= 1, lane += 4, to += next) {
      if ((set & 1) == 0) continue;
      let p = padded + <usize>load<i32>(lane);
      const tx = v128.load_splat<f32>(lane, 16), ty = v128.load_splat<f32>(lane, 32);
      const sx = f32x4.sub(one, tx), sy = f32x4.sub(one, ty);
      for (let count = channels, pixel = to; count > 0; count -= 4, p += 16, pixel += 16) {
        const top = f32x4.add(f32x4.mul(sx, v128.load(p)), f32x4.mul(tx, v128.load(p + next)));
        const bottom = f32x4.add(f32x4.mul(sx, v128.load(p + below)), f32x4.mul(tx, v128.load(p + below + next)));
        let value = v128.and(f32x4.add(f32x4.mul(top, sy), f32x4.mul(bottom, ty)), firstLanes(count));
        // The cover of a pixel in the mask is a number.
        if (faded) value = f32x4.mul(value, v128.load_splat<f32>(lane, 48));
        storeUpTo4(pixel, f32x4.add(loadUpTo4(pixel, count), value), count);
        squares = f64x2.add(squares, squaresOf(value));
      }
    }
  }
  return squares;
}

/** The squares of four floats, added up to two doubles. */
@inline
function squaresOf(value: v128): v128 {
  const low = f64x2.promote_low_f32x4(value);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(value, value, 2, 3, 2, 3));
  return f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high));
}
