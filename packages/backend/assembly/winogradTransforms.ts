// The transforms of Winograd's minimal filtering (Lavin & Gray 2016) with tiles of 6 x 6: an image's tile is a
// polynomial of degree 5, known by its values at the points 0, +-A, +-B and infinity. These points lose two bits less than the
// usual 0, +-1, +-2, and all their powers that occur are exact. Each transform is along both axes, four channels at a
// time, and passes through 36 vectors at `between`. Addresses, pitches (from line to line) and steps (from one value of
// a line to the next) are in bytes.

/** Values along one axis of a transformed tile. */
export const TILE: i32 = 6;

const A: f32 = 0.75;
const B: f32 = 1.5;
const AA: f32 = A * A;
const BB: f32 = B * B;

// What a filter's values are divided by at 0, +-A, +-B.
const AT_ZERO: f32 = 1 / (AA * BB);
const AT_A: f32 = 1 / (2 * AA * (AA - BB));
const AT_B: f32 = 1 / (2 * BB * (BB - AA));

/** Bytes from line to line of `between`. */
const LINE: usize = TILE * 16;

// @ts-ignore decorator
@inline
function times(v: v128, factor: f32): v128 {
  return f32x4.mul(v, f32x4.splat(factor));
}

/** A tile of an image, `channels` of them, a multiple of four, to 36 places that are `apart`. */
export function transformImage(
  from: usize, pitch: usize, step: usize, to: usize, apart: usize, channels: i32, between: usize,
): void {
  for (; channels > 0; channels -= 4) {
    for (let x = 0; x < TILE; x++) image(from + x * step, pitch, between + x * 16, LINE);
    for (let y = 0; y < TILE; y++) image(between + y * LINE, 16, to + y * TILE * apart, apart);
    from += 16;
    to += 16;
  }
}

/**
 * Values at the points of `size` x `size` coefficients, 2 to 5: of an output's gradient, or, divided as filters are, of
 * a filter.
 */
export function evaluate(
  from: usize, pitch: usize, step: usize, to: usize, apart: usize, size: i32, divided: bool, between: usize,
): void {
  for (let x = 0; x < size; x++) values(from + x * step, pitch, between + x * 16, LINE, size, divided);
  for (let y = 0; y < TILE; y++) {
    values(between + y * LINE, 16, to + y * TILE * apart, apart, size, divided);
  }
}

/** The transpose of `evaluate`, from 36 places that are `apart` to size x size outputs or taps of a filter. */
export function collect(
  from: usize, apart: usize, to: usize, pitch: usize, step: usize, size: i32, divided: bool, between: usize,
): void {
  for (let x = 0; x < TILE; x++) {
    sums(from + x * apart, TILE * apart, between + x * 16, LINE, size, divided);
  }
  for (let y = 0; y < size; y++) sums(between + y * LINE, 16, to + y * pitch, step, size, divided);
}

/** The transpose of `transformImage`: adds a tile to an image, or writes it. */
export function restoreImage(
  from: usize, apart: usize, to: usize, pitch: usize, step: usize, channels: i32, adds: bool, between: usize,
): void {
  for (; channels > 0; channels -= 4) {
    for (let x = 0; x < TILE; x++) pixels(from + x * apart, TILE * apart, between + x * 16, LINE, false);
    for (let y = 0; y < TILE; y++) pixels(between + y * LINE, 16, to + y * pitch, step, adds);
    from += 16;
    to += 16;
  }
}

function image(from: usize, pitch: usize, to: usize, apart: usize): void {
  const d0 = v128.load(from), d1 = v128.load(from + pitch), d2 = v128.load(from + 2 * pitch);
  const d3 = v128.load(from + 3 * pitch), d4 = v128.load(from + 4 * pitch), d5 = v128.load(from + 5 * pitch);
  v128.store(to, f32x4.add(f32x4.sub(times(d0, AA * BB), times(d2, AA + BB)), d4));
  let even = f32x4.sub(d4, times(d2, BB));
  let odd = times(f32x4.sub(d3, times(d1, BB)), A);
  v128.store(to + apart, f32x4.add(even, odd));
  v128.store(to + 2 * apart, f32x4.sub(even, odd));
  even = f32x4.sub(d4, times(d2, AA));
  odd = times(f32x4.sub(d3, times(d1, AA)), B);
  v128.store(to + 3 * apart, f32x4.add(even, odd));
  v128.store(to + 4 * apart, f32x4.sub(even, odd));
  v128.store(to + 5 * apart, f32x4.add(f32x4.sub(times(d1, AA * BB), times(d3, AA + BB)), d5));
}

function values(from: usize, pitch: usize, to: usize, apart: usize, size: i32, divided: bool): void {
  const g0 = v128.load(from);
  let last = v128.load(from + pitch);
  let evenA = g0, evenB = g0, oddA = times(last, A), oddB = times(last, B);
  if (size > 2) {
    last = v128.load(from + 2 * pitch);
    evenA = f32x4.add(evenA, times(last, AA));
    evenB = f32x4.add(evenB, times(last, BB));
  }
  if (size > 3) {
    last = v128.load(from + 3 * pitch);
    oddA = f32x4.add(oddA, times(last, AA * A));
    oddB = f32x4.add(oddB, times(last, BB * B));
  }
  if (size > 4) {
    last = v128.load(from + 4 * pitch);
    evenA = f32x4.add(evenA, times(last, AA * AA));
    evenB = f32x4.add(evenB, times(last, BB * BB));
  }
  let v0 = g0, v1 = f32x4.add(evenA, oddA), v2 = f32x4.sub(evenA, oddA);
  let v3 = f32x4.add(evenB, oddB), v4 = f32x4.sub(evenB, oddB);
  if (divided) {
    v0 = times(v0, AT_ZERO);
    v1 = times(v1, AT_A);
    v2 = times(v2, AT_A);
    v3 = times(v3, AT_B);
    v4 = times(v4, AT_B);
  }
  v128.store(to, v0);
  v128.store(to + apart, v1);
  v128.store(to + 2 * apart, v2);
  v128.store(to + 3 * apart, v3);
  v128.store(to + 4 * apart, v4);
  v128.store(to + 5 * apart, last);
}

function sums(from: usize, apart: usize, to: usize, step: usize, size: i32, divided: bool): void {
  let v0 = v128.load(from), v1 = v128.load(from + apart), v2 = v128.load(from + 2 * apart);
  let v3 = v128.load(from + 3 * apart), v4 = v128.load(from + 4 * apart);
  const last = v128.load(from + 5 * apart);
  if (divided) {
    v0 = times(v0, AT_ZERO);
    v1 = times(v1, AT_A);
    v2 = times(v2, AT_A);
    v3 = times(v3, AT_B);
    v4 = times(v4, AT_B);
  }
  const evenA = f32x4.add(v1, v2), oddA = f32x4.sub(v1, v2);
  const evenB = f32x4.add(v3, v4), oddB = f32x4.sub(v3, v4);
  v128.store(to, f32x4.add(v0, f32x4.add(evenA, evenB)));
  let y = f32x4.add(times(oddA, A), times(oddB, B));
  if (size > 2) {
    v128.store(to + step, y);
    y = f32x4.add(times(evenA, AA), times(evenB, BB));
  }
  if (size > 3) {
    v128.store(to + 2 * step, y);
    y = f32x4.add(times(oddA, AA * A), times(oddB, BB * B));
  }
  if (size > 4) {
    v128.store(to + 3 * step, y);
    y = f32x4.add(times(evenA, AA * AA), times(evenB, BB * BB));
  }
  v128.store(to + <usize>(size - 1) * step, f32x4.add(y, last));
}

function pixels(from: usize, apart: usize, to: usize, step: usize, adds: bool): void {
  const v0 = v128.load(from), v1 = v128.load(from + apart), v2 = v128.load(from + 2 * apart);
  const v3 = v128.load(from + 3 * apart), v4 = v128.load(from + 4 * apart), v5 = v128.load(from + 5 * apart);
  const evenA = f32x4.add(v1, v2), oddA = times(f32x4.sub(v1, v2), A);
  const evenB = f32x4.add(v3, v4), oddB = times(f32x4.sub(v3, v4), B);
  put(to, times(v0, AA * BB), adds);
  put(to + step, f32x4.sub(times(v5, AA * BB), f32x4.add(times(oddA, BB), times(oddB, AA))), adds);
  const even = f32x4.add(times(evenA, BB), times(evenB, AA));
  put(to + 2 * step, f32x4.sub(times(v0, -(AA + BB)), even), adds);
  put(to + 3 * step, f32x4.sub(f32x4.add(oddA, oddB), times(v5, AA + BB)), adds);
  put(to + 4 * step, f32x4.add(v0, f32x4.add(evenA, evenB)), adds);
  put(to + 5 * step, v5, adds);
}

// @ts-ignore decorator
@inline
function put(to: usize, value: v128, adds: bool): void {
  v128.store(to, adds ? f32x4.add(v128.load(to), value) : value);
}
