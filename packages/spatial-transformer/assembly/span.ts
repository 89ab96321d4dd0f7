// Which canvas pixels a part can touch: a range of rows, and in each row one range of columns.
//
// A sample coordinate along a row is round(round(a * px + b * py) + c). Every step is monotone in px, so the
// columns that pass any of the tests (inside the patch, inside a frame) form one interval. It is bounded here by
// division, on the safe side; the kernels then put every pixel in it to the very test the portable form applies.
import { writeCoordinates } from './grid';

/** Entries beyond 3.4e30 count as infinite; below, no coordinate can overflow. The portable form multiplies by the same. */
const HEADROOM: f32 = 1e8;
/** Bound for the float32 rounding of a coordinate, relative to the sizes of what is added up. */
const SLACK: f64 = 2e-6;
/** The same for what is computed in float64. */
const MARGIN: f64 = 1e-9;
/** Bytes of a pair of bounds: slope and constant in py, -1 / slope in px, radius; for u and v each. */
const PAIR: usize = 64;

// The canvas and the shape of a patch.
export let xs: usize = 0;
export let ys: usize = 0;
let pairs: usize = 0;
let canvasHeight: i32 = 0;
let canvasWidth: i32 = 0;
let frameCount: i32 = 0;
/** Whether frames are the rows [a, b, c, r] of soft borders (src/softBorder.ts) instead of [a, b, c]. */
export let soft: bool = false;
/** Bytes of a row of a frame, and of all frames of an item. */
let frameRow: usize = 12;
export let frameBytes: usize = 0;
export let halfX: f32 = 0;
export let halfY: f32 = 0;

// What is to be walked: rows [rowBegin, rowEnd) of the item, columns [begin, end) of the row.
export let rowBegin: i32 = 0;
export let rowEnd: i32 = 0;
export let begin: i32 = 0;
export let end: i32 = 0;

/** Bytes of scratch memory that `openCanvas` takes. */
export function spanBytes(H: i32, W: i32, m: i32): usize {
  return (<usize>(((H + 3) & ~3) + ((W + 3) & ~3)) << 2) + PAIR * <usize>(m + 1);
}

/** Fixes the sizes. */
export function openCanvas(scratch: usize, H: i32, W: i32, h: i32, w: i32, m: i32, withSoft: bool): void {
  ys = scratch;
  xs = ys + (<usize>((H + 3) & ~3) << 2);
  pairs = xs + (<usize>((W + 3) & ~3) << 2);
  writeCoordinates(ys, H);
  writeCoordinates(xs, W);
  canvasHeight = H;
  canvasWidth = W;
  frameCount = m;
  soft = withSoft;
  frameRow = withSoft ? 16 : 12;
  frameBytes = 2 * frameRow * <usize>m;
  halfX = f32(w - 1) * 0.5;
  halfY = f32(h - 1) * 0.5;
}

/**
 * Takes up an item: a matrix and m frames, (x, y) -> (a x + b y + c, d x + e y + f) each.
 * False: one of them is not finite, and all it would draw is NaN.
 */
export function openItem(matrix: usize, frames: usize): bool {
  if (!finite(matrix, 6) || !finite(frames, <i32>(frameBytes >> 2))) return false;
  rowBegin = 0;
  rowEnd = canvasHeight;
  // The patch and one pixel more on each side; a side of one pixel reaches everywhere (1 / 0).
  bound(matrix, matrix + 12, pairs, 1.0 + 1.0 / f64(halfX), 1.0 + 1.0 / f64(halfY));
  for (let i = 0, pair = pairs + PAIR; i < frameCount; i++, pair += PAIR) {
    const row = frames + frameRow;
    if (soft) bound(frames, row, pair, 1.0 + f64(load<f32>(frames, 12)), 1.0 + f64(load<f32>(row, 12)));
    else bound(frames, row, pair, 1.0, 1.0);
    frames = row + frameRow;
  }
  return true;
}

/** Takes up a row of the item: sets begin and end. False: it holds nothing. */
export function openRow(py: f32): bool {
  begin = 0;
  end = canvasWidth;
  if (canvasWidth == 1) return true;
  const half = f64(canvasWidth - 1) * 0.5;
  let low = f64x2.splat(0);
  let high = f64x2.splat(f64(canvasWidth - 1));
  for (let i = 0, pair = pairs; i <= frameCount; i++, pair += PAIR) {
    const base = f64x2.add(f64x2.mul(v128.load(pair), f64x2.splat(f64(py))), v128.load(pair, 16));
    const centre = f64x2.mul(base, v128.load(pair, 32));
    const radius = f64x2.add(v128.load(pair, 48), f64x2.mul(f64x2.abs(centre), f64x2.splat(MARGIN)));
    const middle = f64x2.add(centre, f64x2.splat(1.0));
    low = f64x2.pmax(low, f64x2.mul(f64x2.sub(middle, radius), f64x2.splat(half)));
    high = f64x2.pmin(high, f64x2.mul(f64x2.add(middle, radius), f64x2.splat(half)));
  }
  low = f64x2.ceil(low);
  high = f64x2.floor(high);
  const first = max(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1));
  const last = min(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1));
  if (!(first <= last)) return false;
  begin = <i32>first;
  end = <i32>last + 1;
  return true;
}

function finite(at: usize, count: i32): bool {
  for (let i = 0; i < count; i++) {
    const value = load<f32>(at + (<usize>i << 2)) * HEADROOM;
    if (!(value - value == 0)) return false;
  }
  return true;
}

/** Writes a pair of bounds |a px + b py + c| <= reachX, |d px + e py + f| <= reachY, and cuts the rows down to it. */
function bound(first: usize, second: usize, pair: usize, reachX: f64, reachY: f64): void {
  const a = f64(load<f32>(first)), b = f64(load<f32>(first, 4)), c = f64(load<f32>(first, 8));
  const d = f64(load<f32>(second)), e = f64(load<f32>(second, 4)), f = f64(load<f32>(second, 8));
  reachX += SLACK * (abs(a) + abs(b) + abs(c) + 1.0 + reachX);
  reachY += SLACK * (abs(d) + abs(e) + abs(f) + 1.0 + reachY);
  v128.store(pair, f64x2(b, e));
  v128.store(pair, f64x2(c, f), 16);
  // Without a slope a row passes as a whole or not at all: left to the test of each pixel.
  v128.store(pair, f64x2(a == 0 ? 0 : -1.0 / a, d == 0 ? 0 : -1.0 / d), 32);
  const radiusX = a == 0 ? Infinity : (reachX / abs(a)) * (1.0 + MARGIN);
  const radiusY = d == 0 ? Infinity : (reachY / abs(d)) * (1.0 + MARGIN);
  v128.store(pair, f64x2(radiusX, radiusY), 48);
  if (canvasHeight == 1) return;
  const determinant = a * e - b * d;
  const centre = (d * c - a * f) / determinant;
  const radius = (abs(d) * reachX + abs(a) * reachY) / abs(determinant);
  const margin = MARGIN * (abs(centre) + radius);
  const half = f64(canvasHeight - 1) * 0.5;
  const low = Math.ceil((centre - radius - margin + 1.0) * half);
  const high = Math.floor((centre + radius + margin + 1.0) * half);
  // Written so that NaN and infinity (a singular matrix) keep the whole canvas.
  if (low > f64(rowBegin)) rowBegin = low > f64(rowEnd) ? rowEnd : <i32>low;
  if (high < f64(rowEnd - 1)) rowEnd = high < f64(rowBegin) ? rowBegin : <i32>high + 1;
}
