// Which canvas pixels a part can touch: a range of rows, and in each row one range of columns.
//
// A sample coordinate along a row is round(round(a * px + b * py) + c). Every step is monotone in px, so the
// columns that pass any of the tests (inside the patch, inside a frame) form one interval. It is estimated
// by division, on the safe side, and then trimmed by the very test the portable form applies.
import { writeCoordinates } from './grid';

/** Entries beyond 3.4e30 count as infinite; below, no coordinate can overflow. The portable form multiplies by the same. */
const HEADROOM: f32 = 1e8;
/** Bound for the float32 rounding of a coordinate, relative to the sizes of what is added up. */
const SLACK: f64 = 2e-6;

// The canvas and the shape of a patch.
export let xs: usize = 0;
export let ys: usize = 0;
let canvasHeight: i32 = 0;
let canvasWidth: i32 = 0;
export let halfX: f32 = 0;
export let halfY: f32 = 0;
let limitX: f32 = 0;
let limitY: f32 = 0;
let frameCount: i32 = 0;

// The current item: (x, y) -> (a x + b y + c, d x + e y + f).
export let a: f32 = 0;
export let b: f32 = 0;
export let c: f32 = 0;
export let d: f32 = 0;
export let e: f32 = 0;
export let f: f32 = 0;
let reachX: f64 = 0;
let reachY: f64 = 0;
let frame0: usize = 0;

// What is to be walked: rows [rowBegin, rowEnd) of the item, columns [begin, end) of the row.
export let rowBegin: i32 = 0;
export let rowEnd: i32 = 0;
export let begin: i32 = 0;
export let end: i32 = 0;

/** Fixes the sizes; takes (H + W) floats of scratch for the canvas coordinates. */
export function openCanvas(scratch: usize, H: i32, W: i32, h: i32, w: i32, m: i32): void {
  ys = scratch;
  xs = scratch + (<usize>H << 2);
  writeCoordinates(ys, H);
  writeCoordinates(xs, W);
  canvasHeight = H;
  canvasWidth = W;
  halfX = f32(w - 1) * 0.5;
  halfY = f32(h - 1) * 0.5;
  limitX = f32(w);
  limitY = f32(h);
  frameCount = m;
}

function finite(at: usize, count: i32): bool {
  for (let i = 0; i < count; i++) {
    const value = load<f32>(at + (<usize>i << 2)) * HEADROOM;
    if (!(value - value == 0)) return false;
  }
  return true;
}

@inline
function slack(at: usize): f64 {
  return SLACK * (f64(abs(load<f32>(at))) + f64(abs(load<f32>(at, 4))) + f64(abs(load<f32>(at, 8))) + 2.0);
}

/** Takes up an item. False: its matrix or one of its frames is not finite, and all it would draw is NaN. */
export function openItem(matrix: usize, frames: usize): bool {
  if (!finite(matrix, 6) || !finite(frames, 6 * frameCount)) return false;
  a = load<f32>(matrix);
  b = load<f32>(matrix, 4);
  c = load<f32>(matrix, 8);
  d = load<f32>(matrix, 12);
  e = load<f32>(matrix, 16);
  f = load<f32>(matrix, 20);
  frame0 = frames;
  // The patch and one pixel more on each side; a side of one pixel reaches everywhere (1 / 0).
  reachX = 1.0 + 1.0 / f64(halfX) + slack(matrix);
  reachY = 1.0 + 1.0 / f64(halfY) + slack(matrix + 12);
  rowBegin = 0;
  rowEnd = canvasHeight;
  if (canvasHeight == 1) return true;
  const determinant = f64(a) * f64(e) - f64(b) * f64(d);
  const centre = (f64(d) * f64(c) - f64(a) * f64(f)) / determinant;
  const radius = (abs(f64(d)) * reachX + abs(f64(a)) * reachY) / abs(determinant);
  const margin = 1e-9 * (abs(centre) + radius);
  const last = f64(canvasHeight - 1);
  const low = Math.ceil((centre - radius - margin + 1.0) * 0.5 * last);
  const high = Math.floor((centre + radius + margin + 1.0) * 0.5 * last);
  // Written so that NaN and infinity (a singular matrix) keep the whole canvas.
  if (low > 0) rowBegin = low > last ? canvasHeight : <i32>low;
  if (high < last) rowEnd = high < 0 ? 0 : <i32>high + 1;
  return true;
}

/** Cuts [begin, end) down to where |slope * px + base| <= reach. */
@inline
function narrow(slope: f64, base: f64, reach: f64): void {
  if (slope == 0) {
    if (!(abs(base) <= reach)) end = begin;
    return;
  }
  const half = f64(canvasWidth - 1) * 0.5;
  const inverse = 1.0 / slope;
  const centre = -base * inverse;
  const radius = reach * abs(inverse);
  const margin = 1e-9 * (abs(centre) + radius);
  const low = Math.ceil((centre - radius - margin + 1.0) * half);
  const high = Math.floor((centre + radius + margin + 1.0) * half);
  if (low > f64(begin)) begin = low > f64(end) ? end : <i32>low;
  if (high < f64(end - 1)) end = high < f64(begin) ? begin : <i32>high + 1;
}

/** The exact test: in reach of the patch's pixels and in every frame. */
function inside(x: i32, py: f32): bool {
  const px = load<f32>(xs + (<usize>x << 2));
  const qx = (a * px + b * py + c + 1.0) * halfX;
  if (!(qx >= -1.0 && qx < limitX)) return false;
  const qy = (d * px + e * py + f + 1.0) * halfY;
  if (!(qy >= -1.0 && qy < limitY)) return false;
  let frame = frame0;
  for (let i = 0; i < frameCount; i++) {
    const u = load<f32>(frame) * px + load<f32>(frame, 4) * py + load<f32>(frame, 8);
    const v = load<f32>(frame, 12) * px + load<f32>(frame, 16) * py + load<f32>(frame, 20);
    if (!(abs(u) <= 1.0 && abs(v) <= 1.0)) return false;
    frame += 24;
  }
  return true;
}

/** Takes up row y of the item: sets begin and end. */
export function openRow(y: i32): void {
  const py = load<f32>(ys + (<usize>y << 2));
  begin = 0;
  end = canvasWidth;
  if (canvasWidth > 1) {
    narrow(f64(a), f64(b) * f64(py) + f64(c), reachX);
    narrow(f64(d), f64(e) * f64(py) + f64(f), reachY);
    let frame = frame0;
    for (let i = 0; i < frameCount * 2 && begin < end; i++) {
      narrow(f64(load<f32>(frame)), f64(load<f32>(frame, 4)) * f64(py) + f64(load<f32>(frame, 8)), 1.0 + slack(frame));
      frame += 12;
    }
  }
  while (begin < end && !inside(begin, py)) begin++;
  while (begin < end && !inside(end - 1, py)) end--;
}
