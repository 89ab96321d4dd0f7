import { fillNaN, pad, paddedBytes, unpad } from './grid';
import { begin, end, frameBytes, halfX, halfY, openCanvas, openItem, openRow, rowBegin, rowEnd, soft, spanBytes, xs, ys } from './span';
import { addEdges, coverage, firstLanes, firsts, halved, inFrames, inReach, loadUpTo4, neighbours, patchCoordinate, seconds, storeUpTo4, sumOf, twoPairs } from './walk';

// Sums over a row of the derivatives for the sample point, plain and times px, four apart. In float32: no more
// than a row goes in.
let sumX: v128 = i64x2(0, 0);
let sumY: v128 = i64x2(0, 0);
let sumXpx: v128 = i64x2(0, 0);
let sumYpx: v128 = i64x2(0, 0);

/** Bytes for what single pixels need of four. */
const LANES: usize = 80;
/** Bytes of the sums for a soft frame's eight numbers, in float64. */
const EDGES: usize = 64;

/** Bytes of scratch memory that `gradient` needs. */
export function gradientBytes(m: i32, h: i32, w: i32, channels: i32, H: i32, W: i32): usize {
  return spanBytes(H, W, m) + 2 * paddedBytes(h, w, channels) + LANES + <usize>m * EDGES;
}

/**
 * The gradients of `sample` for the patches and for the matrices, in one walk. At a pixel of an item the upstream
 * is canvasGradient + 2 * energyGradient * value; the value is drawn again instead of having been kept. On a pixel
 * border the derivative is the one from the right (below), as everywhere in this package. energyGradient 0: none.
 * gradFrames: for soft frames, whose gradient it is; 0 for hard ones, which have none.
 */
export function gradient(
  canvasGradient: usize, energyGradient: usize, image: usize, matrix: usize, frames: usize,
  gradImage: usize, gradMatrix: usize, gradFrames: usize, scratch: usize,
  n: i32, m: i32, children: i32, h: i32, w: i32, channels: i32, H: i32, W: i32,
): void {
  const row = <usize>(W * channels) << 2;
  const canvasBytes = <usize>H * row;
  const patchBytes = <usize>(h * w * channels) << 2;
  const bytes = paddedBytes(h, w, channels);
  const padded = scratch + spanBytes(H, W, m);
  const spread = padded + bytes;
  const lanes = spread + bytes;
  const edges = lanes + LANES;
  const edgeBytes: usize = gradFrames == 0 ? 0 : <usize>m * EDGES;
  memory.fill(padded, 0, bytes);
  openCanvas(scratch, H, W, h, w, m, gradFrames != 0);
  const hx = f64(halfX), hy = f64(halfY);
  for (let first = 0; first < n; first += children) {
    const weight: f32 = energyGradient == 0 ? 0 : 2.0 * load<f32>(energyGradient);
    for (let i = 0; i < children; i++) {
      if (!openItem(matrix, frames)) {
        fillNaN(gradImage, h * w * channels);
        fillNaN(gradMatrix, 6);
        if (gradFrames != 0) fillNaN(gradFrames, 8 * m);
      } else {
        memory.fill(spread, 0, bytes);
        memory.fill(edges, 0, edgeBytes);
        let ga = f64x2.splat(0), gb = f64x2.splat(0), gc = f64x2.splat(0);
        let gd = f64x2.splat(0), ge = f64x2.splat(0), gf = f64x2.splat(0);
        if (rowBegin < rowEnd) pad(image, padded, h, w, channels);
        for (let y = rowBegin; y < rowEnd; y++) {
          const py = load<f32>(ys + (<usize>y << 2));
          if (!openRow(py)) continue;
          const from = canvasGradient + <usize>y * row;
          if (channels == 1) walkRow(from, spread - padded, padded, lanes, weight, py, h, w, W, matrix, frames, m);
          else walkColours(from, spread - padded, padded, lanes, weight, py, h, w, channels, matrix, frames, m);
          const x = halved(sumX), y = halved(sumY), p = f64x2.splat(f64(py));
          ga = f64x2.add(ga, halved(sumXpx));
          gb = f64x2.add(gb, f64x2.mul(x, p));
          gc = f64x2.add(gc, x);
          gd = f64x2.add(gd, halved(sumYpx));
          ge = f64x2.add(ge, f64x2.mul(y, p));
          gf = f64x2.add(gf, y);
        }
        unpad(spread, gradImage, h, w, channels);
        store<f32>(gradMatrix, f32(sumOf(ga) * hx));
        store<f32>(gradMatrix, f32(sumOf(gb) * hx), 4);
        store<f32>(gradMatrix, f32(sumOf(gc) * hx), 8);
        store<f32>(gradMatrix, f32(sumOf(gd) * hy), 12);
        store<f32>(gradMatrix, f32(sumOf(ge) * hy), 16);
        store<f32>(gradMatrix, f32(sumOf(gf) * hy), 20);
        for (let i: usize = 0; i < edgeBytes; i += 8) store<f32>(gradFrames + (i >> 1), f32(load<f64>(edges + i)));
      }
      image += patchBytes;
      gradImage += patchBytes;
      matrix += 24;
      gradMatrix += 24;
      frames += frameBytes;
      gradFrames += edgeBytes >> 1;
    }
    canvasGradient += canvasBytes;
    if (energyGradient != 0) energyGradient += 4;
  }
}

/** One row of one channel: adds to the patch's gradient, `toSpread` bytes after the padded patch, and sets the sums. */
@inline
function walkRow(
  upstream: usize, toSpread: usize, padded: usize, lanes: usize, weight: f32, py: f32, h: i32, w: i32, W: i32,
  matrix: usize, frames: usize, m: i32,
): void {
  const a = v128.load_splat<f32>(matrix), d = v128.load_splat<f32>(matrix, 12);
  const bpy = f32x4.splat(load<f32>(matrix, 4) * py), epy = f32x4.splat(load<f32>(matrix, 16) * py);
  const c = v128.load_splat<f32>(matrix, 8), f = v128.load_splat<f32>(matrix, 20);
  const hx = f32x4.splat(halfX), hy = f32x4.splat(halfY);
  const limitX = f32x4.splat(f32(w)), limitY = f32x4.splat(f32(h));
  const below = <usize>(w + 2) << 2;
  const rowBytes = i32x4.splat(<i32>below), pixelBytes = i32x4.splat(4), one = f32x4.splat(1), none = f32x4.splat(0);
  const columns = xs, faded = soft && m > 0;
  let cover = one;
  let gx = f32x4.splat(0), gy = f32x4.splat(0), gxpx = f32x4.splat(0), gypx = f32x4.splat(0);
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
    const tx = v128.and(f32x4.sub(qx, jx), mask);
    const ty = v128.and(f32x4.sub(qy, jy), mask);
    const sx = f32x4.sub(one, tx);
    const sy = f32x4.sub(one, ty);
    const at = neighbours(jx, jy, rowBytes, pixelBytes, mask);
    const p0 = padded + <usize>i32x4.extract_lane(at, 0);
    const p1 = padded + <usize>i32x4.extract_lane(at, 1);
    const p2 = padded + <usize>i32x4.extract_lane(at, 2);
    const p3 = padded + <usize>i32x4.extract_lane(at, 3);
    const t01 = twoPairs(p0, p1), t23 = twoPairs(p2, p3);
    const b01 = twoPairs(p0 + below, p1 + below), b23 = twoPairs(p2 + below, p3 + below);
    const v00 = firsts(t01, t23), v01 = seconds(t01, t23), v10 = firsts(b01, b23), v11 = seconds(b01, b23);
    let g = loadUpTo4(upstream + (<usize>x << 2), W - x);
    const fading = faded ? v128.and(mask, f32x4.lt(cover, one)) : none;
    const anyFading = v128.any_true(fading);
    if (weight != 0 || anyFading) {
      const top = f32x4.add(f32x4.mul(sx, v00), f32x4.mul(tx, v01));
      const bottom = f32x4.add(f32x4.mul(sx, v10), f32x4.mul(tx, v11));
      const value = f32x4.add(f32x4.mul(top, sy), f32x4.mul(bottom, ty));
      if (anyFading) {
        if (weight != 0) g = f32x4.add(g, f32x4.mul(f32x4.splat(weight), f32x4.mul(value, cover)));
        fadingLanes(fading, lanes, columns + (<usize>x << 2), cover, f32x4.mul(g, value), frames, m, py);
        g = f32x4.mul(g, cover);
      } else g = f32x4.add(g, f32x4.mul(f32x4.splat(weight), value));
    }
    g = v128.and(g, mask);
    const slopeX = v128.and(f32x4.mul(g, f32x4.add(f32x4.mul(f32x4.sub(v01, v00), sy), f32x4.mul(f32x4.sub(v11, v10), ty))), mask);
    const slopeY = v128.and(f32x4.mul(g, f32x4.add(f32x4.mul(f32x4.sub(v10, v00), sx), f32x4.mul(f32x4.sub(v11, v01), tx))), mask);
    const p = v128.and(px, mask);
    gx = f32x4.add(gx, slopeX);
    gy = f32x4.add(gy, slopeY);
    gxpx = f32x4.add(gxpx, f32x4.mul(slopeX, p));
    gypx = f32x4.add(gypx, f32x4.mul(slopeY, p));
    const gTop = f32x4.mul(g, sy);
    const gBottom = f32x4.mul(g, ty);
    const w00 = f32x4.mul(gTop, sx), w01 = f32x4.mul(gTop, tx), w10 = f32x4.mul(gBottom, sx), w11 = f32x4.mul(gBottom, tx);
    const top01 = v128.shuffle<f32>(w00, w01, 0, 4, 1, 5), top23 = v128.shuffle<f32>(w00, w01, 2, 6, 3, 7);
    const bottom01 = v128.shuffle<f32>(w10, w11, 0, 4, 1, 5), bottom23 = v128.shuffle<f32>(w10, w11, 2, 6, 3, 7);
    addPair(p0 + toSpread, top01, 0);
    addPair(p0 + toSpread + below, bottom01, 0);
    addPair(p1 + toSpread, top01, 1);
    addPair(p1 + toSpread + below, bottom01, 1);
    addPair(p2 + toSpread, top23, 0);
    addPair(p2 + toSpread + below, bottom23, 0);
    addPair(p3 + toSpread, top23, 1);
    addPair(p3 + toSpread + below, bottom23, 1);
  }
  sumX = gx;
  sumY = gy;
  sumXpx = gxpx;
  sumYpx = gypx;
}

/** Hands the pixels that frames fade to `addEdges`; lanes: LANES bytes, with the sums behind. */
@inline
function fadingLanes(
  fading: v128, lanes: usize, column: usize, cover: v128, pull: v128, frames: usize, m: i32, py: f32,
): void {
  v128.store(lanes, cover);
  v128.store(lanes, pull, 16);
  for (let set = i32x4.bitmask(fading), lane: usize = 0; set != 0; set >>= 1, lane += 4) {
    if ((set & 1) == 0) continue;
    addEdges(frames, m, lanes + LANES, load<f32>(column + lane), py, load<f32>(lanes + lane), load<f32>(lanes + lane, 16));
  }
}

/** The same for any number of channels. lanes: LANES bytes, with the sums behind. */
function walkColours(
  upstream: usize, toSpread: usize, padded: usize, lanes: usize, weight: f32, py: f32, h: i32, w: i32, channels: i32,
  matrix: usize, frames: usize, m: i32,
): void {
  const a = v128.load_splat<f32>(matrix), d = v128.load_splat<f32>(matrix, 12);
  const bpy = f32x4.splat(load<f32>(matrix, 4) * py), epy = f32x4.splat(load<f32>(matrix, 16) * py);
  const c = v128.load_splat<f32>(matrix, 8), f = v128.load_splat<f32>(matrix, 20);
  const hx = f32x4.splat(halfX), hy = f32x4.splat(halfY);
  const limitX = f32x4.splat(f32(w)), limitY = f32x4.splat(f32(h));
  const next = <usize>channels << 2;
  const below = <usize>(w + 2) * next;
  const rowBytes = i32x4.splat(<i32>below), pixelBytes = i32x4.splat(<i32>next), one = f32x4.splat(1);
  const faded = soft && m > 0;
  let gx = f32x4.splat(0), gy = f32x4.splat(0), gxpx = f32x4.splat(0), gypx = f32x4.splat(0);
  for (let x = begin & ~3, last = end; x < last; x += 4) {
    const column = xs + (<usize>x << 2);
    const px = v128.load(column);
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
    for (let set = i32x4.bitmask(mask), lane: usize = 0; set != 0; set >>= 1, lane += 4) {
      if ((set & 1) == 0) continue;
      let p = padded + <usize>load<i32>(lanes + lane);
      let from = upstream + (<usize>x + (lane >> 2)) * next;
      const tx = v128.load_splat<f32>(lanes + lane, 16), ty = v128.load_splat<f32>(lanes + lane, 32);
      const sx = f32x4.sub(one, tx), sy = f32x4.sub(one, ty), at = v128.load_splat<f32>(column + lane);
      const cover: f32 = faded ? load<f32>(lanes + lane, 48) : 1;
      let pulls = f32x4.splat(0);
      for (let count = channels; count > 0; count -= 4, p += 16, from += 16) {
        const some = firstLanes(count);
        const v00 = v128.load(p), v01 = v128.load(p + next), v10 = v128.load(p + below), v11 = v128.load(p + below + next);
        let g = loadUpTo4(from, count);
        if (weight != 0 || cover < 1) {
          const top = f32x4.add(f32x4.mul(sx, v00), f32x4.mul(tx, v01));
          const bottom = f32x4.add(f32x4.mul(sx, v10), f32x4.mul(tx, v11));
          const value = f32x4.add(f32x4.mul(top, sy), f32x4.mul(bottom, ty));
          if (cover < 1) {
            const covers = f32x4.splat(cover);
            if (weight != 0) g = f32x4.add(g, f32x4.mul(f32x4.splat(weight), f32x4.mul(value, covers)));
            pulls = f32x4.add(pulls, v128.and(f32x4.mul(g, value), some));
            g = f32x4.mul(g, covers);
          } else g = f32x4.add(g, f32x4.mul(f32x4.splat(weight), value));
        }
        const slopeX = v128.and(f32x4.mul(g, f32x4.add(f32x4.mul(f32x4.sub(v01, v00), sy), f32x4.mul(f32x4.sub(v11, v10), ty))), some);
        const slopeY = v128.and(f32x4.mul(g, f32x4.add(f32x4.mul(f32x4.sub(v10, v00), sx), f32x4.mul(f32x4.sub(v11, v01), tx))), some);
        gx = f32x4.add(gx, slopeX);
        gy = f32x4.add(gy, slopeY);
        gxpx = f32x4.add(gxpx, f32x4.mul(slopeX, at));
        gypx = f32x4.add(gypx, f32x4.mul(slopeY, at));
        const gTop = f32x4.mul(g, sy), gBottom = f32x4.mul(g, ty), to = p + toSpread;
        addUpTo4(to, f32x4.mul(gTop, sx), count);
        addUpTo4(to + next, f32x4.mul(gTop, tx), count);
        addUpTo4(to + below, f32x4.mul(gBottom, sx), count);
        addUpTo4(to + below + next, f32x4.mul(gBottom, tx), count);
      }
      if (cover < 1) addEdges(frames, m, lanes + LANES, load<f32>(column + lane), py, cover, f32(sumOf(halved(pulls))));
    }
  }
  sumX = gx;
  sumY = gy;
  sumXpx = gxpx;
  sumYpx = gypx;
}

@inline
function addUpTo4(at: usize, x: v128, count: i32): void {
  storeUpTo4(at, f32x4.add(loadUpTo4(at, count), x), count);
}

/** Adds two floats, the lower or the upper ones of x, to those at an address. */
@inline
function addPair(at: usize, x: v128, half: i32): void {
  if (half == 0) v128.store_lane<u64>(at, f32x4.add(v128.load_zero<u64>(at), x), 0);
  else v128.store_lane<u64>(at, f32x4.add(v128.load_lane<u64>(at, x, 1), x), 1);
}
