// Affine maps multiplied along the paths of a tree, in float64 and rounded once. A map is [2, 3] float32, row-major, and
// takes (x, y, 1) of the outer frame to the inner one. Level k has a map for each of its children; those of the last
// level are the leaves. `maps` points to the levels' addresses (u32), top first, `spans` to how many leaves stand
// below a map of each level (i32).

const MAP: usize = 24;
/** Bytes of a map in float64. */
const WIDE: usize = 48;

/** Bytes of scratch that `composeTreeGrad` wants. */
export function composeTreeScratch(depth: i32): i32 {
  return (depth + 2) * <i32>WIDE;
}

/** leaves [n, 2, 3] image → leaf; frames [n, depth - 1, 2, 3] image → each ancestor, top first. */
export function composeTree(maps: usize, spans: usize, leaves: usize, frames: usize, scratch: usize, n: i32, depth: i32): void {
  for (let leaf = 0; leaf < n; leaf++) {
    chain(maps, spans, scratch, leaf, depth);
    for (let k = 0; k < depth - 1; k++) {
      round(scratch + <usize>k * WIDE, frames);
      frames += MAP;
    }
    round(scratch + <usize>(depth - 1) * WIDE, leaves);
    leaves += MAP;
  }
}

/** dLeaves [n, 2, 3], dFrames [n, depth - 1, 2, 3] → added to the levels' gradients at `gradients` (addresses), which must be zeros. */
export function composeTreeGrad(
  maps: usize, spans: usize, dLeaves: usize, dFrames: usize, gradients: usize, scratch: usize, n: i32, depth: i32,
): void {
  const g = scratch + <usize>depth * WIDE;
  const next = g + WIDE;
  for (let leaf = 0; leaf < n; leaf++) {
    chain(maps, spans, scratch, leaf, depth);
    for (let i: usize = 0; i < 6; i++) store<f64>(g + (i << 3), <f64>load<f32>(dLeaves + (i << 2)));
    for (let k = depth - 1; k > 0; k--) {
      const outer = scratch + <usize>(k - 1) * WIDE;
      const d = mapAt(gradients, spans, k, leaf);
      const own = mapAt(maps, spans, k, leaf);
      for (let r: usize = 0; r < 2; r++) {
        const row = g + r * 24;
        const to = d + r * 12;
        for (let s: usize = 0; s < 2; s++) add(to + (s << 2), dot(row, outer + s * 24));
        add(to + 8, load<f64>(row, 16));
      }
      for (let s: usize = 0; s < 2; s++) {
        const a = <f64>load<f32>(own + (s << 2)), b = <f64>load<f32>(own + 12 + (s << 2));
        for (let c: usize = 0; c < 24; c += 8) {
          store<f64>(next + s * 24 + c, a * load<f64>(g + c) + b * load<f64>(g + 24 + c));
        }
      }
      const dOuter = dFrames + <usize>(k - 1) * MAP;
      for (let i: usize = 0; i < 6; i++) {
        store<f64>(g + (i << 3), load<f64>(next + (i << 3)) + <f64>load<f32>(dOuter + (i << 2)));
      }
    }
    const top = mapAt(gradients, spans, 0, leaf);
    for (let i: usize = 0; i < 6; i++) add(top + (i << 2), load<f64>(g + (i << 3)));
    dLeaves += MAP;
    dFrames += <usize>(depth - 1) * MAP;
  }
}

/** The composed maps along a leaf's path, in float64, one after the other at `to`. */
function chain(maps: usize, spans: usize, to: usize, leaf: i32, depth: i32): void {
  const top = mapAt(maps, spans, 0, leaf);
  for (let i: usize = 0; i < 6; i++) store<f64>(to + (i << 3), <f64>load<f32>(top + (i << 2)));
  for (let k = 1; k < depth; k++) {
    const own = mapAt(maps, spans, k, leaf);
    const inner = to + WIDE;
    for (let r: usize = 0; r < 2; r++) {
      const row = own + r * 12;
      const a = <f64>load<f32>(row), b = <f64>load<f32>(row, 4);
      for (let c: usize = 0; c < 24; c += 8) {
        store<f64>(inner + r * 24 + c, a * load<f64>(to + c) + b * load<f64>(to + 24 + c));
      }
      store<f64>(inner + r * 24 + 16, load<f64>(inner + r * 24 + 16) + <f64>load<f32>(row, 8));
    }
    to = inner;
  }
}

/** Of a list of levels, the map of level k that a leaf stands below. */
// @ts-ignore: decorator
@inline
function mapAt(levels: usize, spans: usize, k: i32, leaf: i32): usize {
  const at = <usize>k << 2;
  return <usize>load<u32>(levels + at) + <usize>(leaf / load<i32>(spans + at)) * MAP;
}

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize): f64 {
  return load<f64>(a) * load<f64>(b) + load<f64>(a, 8) * load<f64>(b, 8) + load<f64>(a, 16) * load<f64>(b, 16);
}

// @ts-ignore: decorator
@inline
function add(to: usize, value: f64): void {
  store<f32>(to, <f32>(<f64>load<f32>(to) + value));
}

// @ts-ignore: decorator
@inline
function round(from: usize, to: usize): void {
  for (let i: usize = 0; i < 6; i++) store<f32>(to + (i << 2), <f32>load<f64>(from + (i << 3)));
}
