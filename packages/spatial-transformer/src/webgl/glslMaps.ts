import { largestFiniteBits } from '../gpu/constants.js';
import type { Sizes } from '../gpu/gpuKernels.js';

/** The sizes, from which all else is computed. */
export function constants({ children, frames, patch: [h, w, c], canvas: [H, W] }: Sizes): string {
  return `
    const int children = ${children}, frameCount = ${frames};
    const int patchHeight = ${h}, patchWidth = ${w}, channels = ${c};
    const int canvasHeight = ${H}, canvasWidth = ${W};
    // From [-1, 1] to pixels.
    const vec2 patchScale = vec2(${float((w - 1) / 2)}, ${float((h - 1) / 2)});
    const vec2 canvasScale = vec2(${float((W - 1) / 2)}, ${float((H - 1) / 2)});
  `;
}

function float(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}

/** Maps from the canvas to the patch and to the frames. */
export function maps({ frames, soft }: Sizes): string {
  return `
    struct Map { vec3 x; vec3 y; };

    Map mapOf(int item) {
      return Map(
        vec3(getMatrix(item, 0, 0), getMatrix(item, 0, 1), getMatrix(item, 0, 2)),
        vec3(getMatrix(item, 1, 0), getMatrix(item, 1, 1), getMatrix(item, 1, 2)));
    }

    Map frameOf(int item, int i) {
      ${
        frames > 0
          ? `return Map(
        vec3(getFrames(item, i, 0, 0), getFrames(item, i, 0, 1), getFrames(item, i, 0, 2)),
        vec3(getFrames(item, i, 1, 0), getFrames(item, i, 1, 1), getFrames(item, i, 1, 2)));`
          : 'return Map(vec3(0.0), vec3(0.0));'
      }
    }

    // As integers: a compiler may take it that no number is NaN.
    bool beyond(float x) {
      return (floatBitsToUint(x) & 0x7fffffffu) > ${largestFiniteBits}u;
    }

    bool broken(Map map) {
      return beyond(map.x.x) || beyond(map.x.y) || beyond(map.x.z)
        || beyond(map.y.x) || beyond(map.y.y) || beyond(map.y.z);
    }

    // Whether the item's matrix or one of its frames is not finite.
    bool poisoned(int item, Map map) {
      bool found = broken(map);
      for (int i = 0; i < frameCount; i++) found = found || broken(frameOf(item, i));
      return found;
    }

    float coordinate(int i, int size) {
      return size == 1 ? 0.0 : float(2 * i - (size - 1)) / float(size - 1);
    }

    vec2 pointOf(int x, int y) {
      return vec2(coordinate(x, canvasWidth), coordinate(y, canvasHeight));
    }

    vec2 mapped(Map map, vec2 p) {
      return vec2((map.x.x * p.x + map.x.y * p.y) + map.x.z, (map.y.x * p.x + map.y.y * p.y) + map.y.z);
    }

    // In pixels of the patch.
    vec2 patchPoint(Map map, vec2 p) {
      return (mapped(map, p) + 1.0) * patchScale;
    }

    // How far p lies within the outer end of a frame's soft border, in both directions.
    vec2 insideOf(int item, int i, vec2 p) {
      ${
        soft
          ? `vec2 reach = vec2(getFrames(item, i, 0, 3), getFrames(item, i, 1, 3));
      return (1.0 + reach) - abs(mapped(frameOf(item, i), p));`
          : 'return vec2(0.0);'
      }
    }

    // What all frames let through at p, from 0 to 1; 0 also where no pixel of the patch is next to q.
    float coverage(int item, vec2 q, vec2 p) {
      if (!(q.x >= -1.0 && q.x < float(patchWidth) && q.y >= -1.0 && q.y < float(patchHeight))) return 0.0;
      float all = 1.0;
      for (int i = 0; i < frameCount; i++) {
        ${
          soft
            ? `vec2 share = clamp(insideOf(item, i, p), 0.0, 1.0);
        all *= share.x * share.y;`
            : `vec2 u = abs(mapped(frameOf(item, i), p));
        if (!(u.x <= 1.0 && u.y <= 1.0)) return 0.0;`
        }
      }
      return all;
    }

    // First and last pixel of [low, high] in [-1, 1], of all where a bound is not a number to rely on.
    ivec2 pixelsIn(float low, float high, float scale, int size) {
      if (beyond(low) || beyond(high)) return ivec2(0, size - 1);
      return ivec2(
        int(clamp(ceil((low + 1.0) * scale), 0.0, float(size))),
        int(clamp(floor((high + 1.0) * scale), -1.0, float(size - 1))));
    }

    // The columns of a row that can be in reach in one direction of the patch; too many rather than too few.
    ivec2 columnsIn(vec3 row, float py, float scale) {
      float size = abs(row.x) + abs(row.y) + abs(row.z) + 2.0;
      if (scale == 0.0 || abs(row.x) < 1e-5 * size) return ivec2(0, canvasWidth - 1);
      float centre = -(row.y * py + row.z) / row.x;
      float radius = (1.0 + 1.0 / scale + 1e-5 * size) / abs(row.x);
      radius += 1e-4 * (abs(centre) + radius);
      return pixelsIn(centre - radius, centre + radius, canvasScale.x, canvasWidth);
    }

    ivec2 columnsOf(Map map, float py) {
      ivec2 a = columnsIn(map.x, py, patchScale.x);
      ivec2 b = columnsIn(map.y, py, patchScale.y);
      return ivec2(max(a.x, b.x), min(a.y, b.y));
    }
  `;
}
