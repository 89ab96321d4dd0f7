import { largestFiniteBits } from '../gpu/constants.js';
import type { Sizes } from '../gpu/gpuKernels.js';

/** The sizes, from which all else is computed. */
export function constants({ children, frames, patch: [h, w, c], canvas: [H, W] }: Sizes): string {
  return `
    const children : i32 = ${children};
    const frameCount : i32 = ${frames};
    const patchHeight : i32 = ${h};
    const patchWidth : i32 = ${w};
    const channels : i32 = ${c};
    const canvasHeight : i32 = ${H};
    const canvasWidth : i32 = ${W};
    // From [-1, 1] to pixels.
    const patchScale = vec2<f32>(${(w - 1) / 2}, ${(h - 1) / 2});
    const canvasScale = vec2<f32>(${(W - 1) / 2}, ${(H - 1) / 2});
  `;
}

/** Maps from the canvas to the patch and to the frames. */
export function maps({ frames, soft }: Sizes): string {
  return `
    struct Map { x : vec3<f32>, y : vec3<f32> };

    fn mapOf(item : i32) -> Map {
      return Map(
        vec3<f32>(getMatrix(item, 0, 0), getMatrix(item, 0, 1), getMatrix(item, 0, 2)),
        vec3<f32>(getMatrix(item, 1, 0), getMatrix(item, 1, 1), getMatrix(item, 1, 2)));
    }

    fn frameOf(item : i32, i : i32) -> Map {
      ${
        frames > 0
          ? `return Map(
        vec3<f32>(getFrames(item, i, 0, 0), getFrames(item, i, 0, 1), getFrames(item, i, 0, 2)),
        vec3<f32>(getFrames(item, i, 1, 0), getFrames(item, i, 1, 1), getFrames(item, i, 1, 2)));`
          : 'return Map(vec3<f32>(0.0), vec3<f32>(0.0));'
      }
    }

    // As integers: a compiler may take it that no number is NaN.
    fn beyond(x : f32) -> bool {
      return (bitcast<u32>(x) & 0x7fffffffu) > ${largestFiniteBits}u;
    }

    fn broken(map : Map) -> bool {
      return beyond(map.x.x) || beyond(map.x.y) || beyond(map.x.z)
        || beyond(map.y.x) || beyond(map.y.y) || beyond(map.y.z);
    }

    // Whether the item's matrix or one of its frames is not finite.
    fn poisoned(item : i32, map : Map) -> bool {
      var found = broken(map);
      for (var i = 0; i < frameCount; i++) { found = found || broken(frameOf(item, i)); }
      return found;
    }

    fn coordinate(i : i32, size : i32) -> f32 {
      return select(f32(2 * i - (size - 1)) / f32(max(size - 1, 1)), 0.0, size == 1);
    }

    fn pointOf(x : i32, y : i32) -> vec2<f32> {
      return vec2<f32>(coordinate(x, canvasWidth), coordinate(y, canvasHeight));
    }

    fn mapped(map : Map, p : vec2<f32>) -> vec2<f32> {
      return vec2<f32>((map.x.x * p.x + map.x.y * p.y) + map.x.z, (map.y.x * p.x + map.y.y * p.y) + map.y.z);
    }

    // In pixels of the patch.
    fn patchPoint(map : Map, p : vec2<f32>) -> vec2<f32> {
      return (mapped(map, p) + 1.0) * patchScale;
    }

    // How far p lies within the outer end of a frame's soft border, in both directions.
    fn insideOf(item : i32, i : i32, p : vec2<f32>) -> vec2<f32> {
      ${
        soft
          ? `let reach = vec2<f32>(getFrames(item, i, 0, 3), getFrames(item, i, 1, 3));
      return (1.0 + reach) - abs(mapped(frameOf(item, i), p));`
          : 'return vec2<f32>(0.0);'
      }
    }

    // What all frames let through at p, from 0 to 1; 0 also where no pixel of the patch is next to q.
    fn coverage(item : i32, q : vec2<f32>, p : vec2<f32>) -> f32 {
      if (!(q.x >= -1.0 && q.x < f32(patchWidth) && q.y >= -1.0 && q.y < f32(patchHeight))) { return 0.0; }
      var all = 1.0;
      for (var i = 0; i < frameCount; i++) {
        ${
          soft
            ? `let share = clamp(insideOf(item, i, p), vec2<f32>(0.0), vec2<f32>(1.0));
        all *= share.x * share.y;`
            : `let u = abs(mapped(frameOf(item, i), p));
        if (!(u.x <= 1.0 && u.y <= 1.0)) { return 0.0; }`
        }
      }
      return all;
    }

    // First and last pixel of [low, high] in [-1, 1], of all where a bound is not a number to rely on.
    fn pixelsIn(low : f32, high : f32, scale : f32, size : i32) -> vec2<i32> {
      if (beyond(low) || beyond(high)) { return vec2<i32>(0, size - 1); }
      return vec2<i32>(
        i32(clamp(ceil((low + 1.0) * scale), 0.0, f32(size))),
        i32(clamp(floor((high + 1.0) * scale), -1.0, f32(size - 1))));
    }

    // The columns of a row that can be in reach in one direction of the patch; too many rather than too few.
    fn columnsIn(row : vec3<f32>, py : f32, scale : f32) -> vec2<i32> {
      let size = abs(row.x) + abs(row.y) + abs(row.z) + 2.0;
      if (scale == 0.0 || abs(row.x) < 1e-5 * size) { return vec2<i32>(0, canvasWidth - 1); }
      let centre = -(row.y * py + row.z) / row.x;
      let reach = (1.0 + 1.0 / scale + 1e-5 * size) / abs(row.x);
      let radius = reach + 1e-4 * (abs(centre) + reach);
      return pixelsIn(centre - radius, centre + radius, canvasScale.x, canvasWidth);
    }

    fn columnsOf(map : Map, py : f32) -> vec2<i32> {
      let a = columnsIn(map.x, py, patchScale.x);
      let b = columnsIn(map.y, py, patchScale.y);
      return vec2<i32>(max(a.x, b.x), min(a.y, b.y));
    }
  `;
}
