// Four neighbouring pixels of a canvas row at once: where they fall in the patch. The order of the float32
// operations is that of the portable form, so that both decide alike at every border.

const ONE: f32 = 1.0;

/** A patch coordinate in pixels: (slope * px + base + offset + 1) * half. */
@inline
export function patchCoordinate(slope: v128, px: v128, base: v128, offset: v128, half: v128): v128 {
  const u = f32x4.add(f32x4.add(f32x4.mul(slope, px), base), offset);
  return f32x4.mul(f32x4.add(u, f32x4.splat(ONE)), half);
}

/** Whether a coordinate has a neighbour in the patch: -1 <= q < limit. */
@inline
export function inReach(q: v128, limit: v128): v128 {
  return v128.and(f32x4.ge(q, f32x4.splat(-ONE)), f32x4.lt(q, limit));
}

/** Whether the points lie in all of `count` frames: |u| <= 1 and |v| <= 1. */
@inline
export function inFrames(frames: usize, count: i32, px: v128, py: f32): v128 {
  let inside = i32x4.splat(-1);
  for (let i = 0; i < count; i++) {
    inside = v128.and(inside, v128.and(unit(frames, px, py), unit(frames + 12, px, py)));
    frames += 24;
  }
  return inside;
}

/** What all of `count` soft frames let through, the product of their rows': 1 within, 0 from a pixel outside on. */
@inline
export function coverage(frames: usize, count: i32, px: v128, py: f32): v128 {
  const one = f32x4.splat(ONE), none = f32x4.splat(0);
  let all = one;
  for (let row = frames, last = frames + (<usize>count << 5); row < last; row += 16) {
    const inside = f32x4.sub(f32x4.splat(ONE + load<f32>(row, 12)), f32x4.abs(coordinate(row, px, py)));
    all = f32x4.mul(all, f32x4.max(f32x4.min(inside, one), none));
  }
  return all;
}

/**
 * Adds a pixel's share of the gradient of `count` soft frames to sums of float64 in their order. `pull` is the gradient for what
 * they let through there, `cover`, which is above 0.
 */
export function addEdges(frames: usize, count: i32, sums: usize, px: f32, py: f32, cover: f32, pull: f32): void {
  for (let row = frames, last = frames + (<usize>count << 5); row < last; row += 16, sums += 32) {
    const distance = load<f32>(row) * px + load<f32>(row, 4) * py + load<f32>(row, 8);
    const inside = ONE + load<f32>(row, 12) - abs(distance);
    if (!(inside > 0 && inside < ONE)) continue;
    // Of what all let through, this row's share is `inside`.
    const g = f64(pull * (cover / inside));
    const along = distance > 0 ? -g : g;
    f64x2sum(sums, along * f64(px), along * f64(py));
    f64x2sum(sums + 16, along, g);
  }
}

@inline
function f64x2sum(at: usize, first: f64, second: f64): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2(first, second)));
}

@inline
function coordinate(row: usize, px: v128, py: f32): v128 {
  const linear = f32x4.add(f32x4.mul(v128.load_splat<f32>(row), px), f32x4.splat(load<f32>(row, 4) * py));
  return f32x4.add(linear, v128.load_splat<f32>(row, 8));
}

@inline
function unit(row: usize, px: v128, py: f32): v128 {
  return f32x4.le(f32x4.abs(coordinate(row, px, py)), f32x4.splat(ONE));
}

/** Byte offsets of the upper left neighbours in a padded patch; 0 where `mask` is not set. */
@inline
export function neighbours(jx: v128, jy: v128, row: v128, pixel: v128, mask: v128): v128 {
  const one = i32x4.splat(1);
  const y = i32x4.mul(i32x4.add(i32x4.trunc_sat_f32x4_s(jy), one), row);
  const x = i32x4.mul(i32x4.add(i32x4.trunc_sat_f32x4_s(jx), one), pixel);
  return v128.and(i32x4.add(x, y), mask);
}

/** The first 1 to 4 floats at an address (4 also for more), then zeros. */
@inline
export function loadUpTo4(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load(at);
  if (count == 1) return v128.load_zero<u32>(at);
  const two = v128.load_zero<u64>(at);
  return count == 2 ? two : v128.load_lane<u32>(at + 8, two, 2);
}

@inline
export function storeUpTo4(at: usize, x: v128, count: i32): void {
  if (count >= 4) v128.store(at, x);
  else if (count == 1) v128.store_lane<u32>(at, x, 0);
  else {
    v128.store_lane<u64>(at, x, 0);
    if (count == 3) v128.store_lane<u32>(at + 8, x, 2);
  }
}

/** All bits of the first `count` lanes. */
@inline
export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Two floats at each of two addresses. */
@inline
export function twoPairs(first: usize, second: usize): v128 {
  return v128.load_lane<u64>(second, v128.load_zero<u64>(first), 1);
}

/** The first of each pair. */
@inline
export function firsts(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(low, high, 0, 2, 4, 6);
}

/** The second of each pair. */
@inline
export function seconds(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(low, high, 1, 3, 5, 7);
}

/** Of four floats the sums of the first and third and of the second and fourth, in float64. */
@inline
export function halved(x: v128): v128 {
  const high = v128.shuffle<f32>(x, x, 2, 3, 2, 3);
  return f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(high));
}

/** The sum of two doubles. */
@inline
export function sumOf(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}
