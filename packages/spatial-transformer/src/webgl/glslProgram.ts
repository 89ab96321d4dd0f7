import type { ProgramName, Sizes } from '../gpu/gpuKernels.js';
import { constants, maps } from './glslMaps.js';

/** A program's source in GLSL ES 3.00; webgpu/wgslProgram.ts says the same in the other language. */
export function glslProgram(name: ProgramName, sizes: Sizes): string {
  const parts = [constants(sizes), maps(sizes)];
  // Only what reads no tensor that this program does not have.
  if (name !== 'gradImage' || sizes.energy) parts.push(drawing);
  if (name.startsWith('grad')) parts.push(upstream(sizes));
  return [...parts, main[name]].join('\n');
}

const drawing = `
  float pixel(int item, int y, int x, int channel) {
    bool inside = x >= 0 && x < patchWidth && y >= 0 && y < patchHeight;
    return inside ? getImage(item, y, x, channel) : 0.0;
  }

  // The four pixels around q, row by row.
  vec4 around(int item, ivec2 corner, int channel) {
    return vec4(
      pixel(item, corner.y, corner.x, channel), pixel(item, corner.y, corner.x + 1, channel),
      pixel(item, corner.y + 1, corner.x, channel), pixel(item, corner.y + 1, corner.x + 1, channel));
  }

  float between(vec4 v, vec2 t) {
    return (v.x * (1.0 - t.x) + v.y * t.x) * (1.0 - t.y) + (v.z * (1.0 - t.x) + v.w * t.x) * t.y;
  }

  float drawn(int item, vec2 q, int channel) {
    vec2 corner = floor(q);
    return between(around(item, ivec2(corner), channel), q - corner);
  }
`;

/** The gradient for the value that an item draws at a pixel, and that value where the gradient asks for it. */
function upstream({ energy }: Sizes): string {
  return `
    float upstreamOf(int item, ivec2 at, int channel, float value) {
      float g = getUpstream(item / children, at.y, at.x, channel);
      ${
        energy
          ? `float weight = 2.0 * getEnergy(item / children);
      if (weight != 0.0) g += weight * value;`
          : ''
      }
      return g;
    }

    float valueOf(int item, vec2 q, int channel) {
      return ${energy ? 'drawn(item, q, channel)' : '0.0'};
    }
  `;
}

const main: Readonly<Record<ProgramName, string>> = {
  canvas: `
    void main() {
      ivec4 at = getOutputCoords();
      vec2 p = pointOf(at.z, at.y);
      float total = 0.0;
      bool broken = false;
      for (int i = 0; i < children; i++) {
        int item = at.x * children + i;
        Map map = mapOf(item);
        broken = broken || poisoned(item, map);
        vec2 q = patchPoint(map, p);
        float cover = coverage(item, q, p);
        if (cover > 0.0) total += cover * drawn(item, q, at.w);
      }
      setOutput(broken ? NAN : total);
    }
  `,

  energyRows: `
    void main() {
      ivec2 at = getOutputCoords();
      float total = 0.0;
      bool broken = false;
      for (int i = 0; i < children; i++) {
        int item = at.x * children + i;
        Map map = mapOf(item);
        if (poisoned(item, map)) {
          broken = true;
          continue;
        }
        ivec2 columns = columnsOf(map, coordinate(at.y, canvasHeight));
        for (int x = columns.x; x <= columns.y; x++) {
          vec2 p = pointOf(x, at.y);
          vec2 q = patchPoint(map, p);
          float cover = coverage(item, q, p);
          if (cover == 0.0) continue;
          for (int channel = 0; channel < channels; channel++) {
            float value = cover * drawn(item, q, channel);
            total += value * value;
          }
        }
      }
      setOutput(broken ? NAN : total);
    }
  `,

  gradImage: `
    // The canvas pixels, first and last column and row, that can be in reach of a patch pixel.
    ivec4 footprint(Map map, vec2 pixel) {
      ivec4 all = ivec4(0, canvasWidth - 1, 0, canvasHeight - 1);
      if (patchScale.x == 0.0 || patchScale.y == 0.0) return all;
      float determinant = map.x.x * map.y.y - map.x.y * map.y.x;
      // Near a singular matrix the inverse is mostly rounding.
      float products = abs(map.x.x * map.y.y) + abs(map.x.y * map.y.x);
      if (beyond(products) || abs(determinant) <= 1e-3 * products) return all;
      vec2 u = pixel / patchScale - 1.0;
      vec2 size = abs(u) + abs(vec2(map.x.z, map.y.z));
      vec2 reach = 1.0 / patchScale + 1e-5 * (size + abs(vec2(map.x.x, map.y.x)) + abs(vec2(map.x.y, map.y.y)) + 2.0);
      vec2 v = u - vec2(map.x.z, map.y.z);
      vec2 centre = vec2(map.y.y * v.x - map.x.y * v.y, map.x.x * v.y - map.y.x * v.x) / determinant;
      vec2 radius = abs(vec2(
        abs(map.y.y) * reach.x + abs(map.x.y) * reach.y,
        abs(map.x.x) * reach.y + abs(map.y.x) * reach.x) / determinant);
      radius += 1e-3 * (abs(centre) + radius);
      return ivec4(
        pixelsIn(centre.x - radius.x, centre.x + radius.x, canvasScale.x, canvasWidth),
        pixelsIn(centre.y - radius.y, centre.y + radius.y, canvasScale.y, canvasHeight));
    }

    void main() {
      ivec4 at = getOutputCoords();
      int item = at.x;
      Map map = mapOf(item);
      if (poisoned(item, map)) {
        setOutput(NAN);
        return;
      }
      ivec4 box = footprint(map, vec2(at.z, at.y));
      float total = 0.0;
      for (int y = box.z; y <= box.w; y++) {
        for (int x = box.x; x <= box.y; x++) {
          vec2 p = pointOf(x, y);
          vec2 q = patchPoint(map, p);
          float cover = coverage(item, q, p);
          if (cover == 0.0) continue;
          vec2 corner = floor(q);
          ivec2 side = ivec2(at.z, at.y) - ivec2(corner);
          if (side.x < 0 || side.x > 1 || side.y < 0 || side.y > 1) continue;
          vec2 t = q - corner;
          float weight = (side.x == 0 ? 1.0 - t.x : t.x) * (side.y == 0 ? 1.0 - t.y : t.y);
          total += weight * cover * upstreamOf(item, ivec2(x, y), at.w, cover * valueOf(item, q, at.w));
        }
      }
      setOutput(total);
    }
  `,

  gradMatrixRows: `
    void main() {
      ivec4 at = getOutputCoords();
      int item = at.x;
      Map map = mapOf(item);
      if (poisoned(item, map)) {
        setOutput(NAN);
        return;
      }
      ivec2 columns = columnsOf(map, coordinate(at.y, canvasHeight));
      float total = 0.0;
      for (int x = columns.x; x <= columns.y; x++) {
        vec2 p = pointOf(x, at.y);
        vec2 q = patchPoint(map, p);
        float cover = coverage(item, q, p);
        if (cover == 0.0) continue;
        vec2 corner = floor(q);
        vec2 t = q - corner;
        float slope = 0.0;
        for (int channel = 0; channel < channels; channel++) {
          vec4 v = around(item, ivec2(corner), channel);
          float rise = at.z == 0 ? (v.y - v.x) * (1.0 - t.y) + (v.w - v.z) * t.y
                                 : (v.z - v.x) * (1.0 - t.x) + (v.w - v.y) * t.x;
          slope += rise * upstreamOf(item, ivec2(x, at.y), channel, cover * between(v, t));
        }
        total += cover * slope * (at.w == 0 ? p.x : at.w == 1 ? p.y : 1.0);
      }
      setOutput(total * (at.z == 0 ? patchScale.x : patchScale.y));
    }
  `,

  gradFrameRows: `
    void main() {
      ivec4 at = getOutputCoords();
      int item = at.x;
      Map map = mapOf(item);
      if (poisoned(item, map)) {
        setOutput(NAN);
        return;
      }
      int frame = at.z / 2;
      bool first = at.z == 2 * frame;
      ivec2 columns = columnsOf(map, coordinate(at.y, canvasHeight));
      float total = 0.0;
      for (int x = columns.x; x <= columns.y; x++) {
        vec2 p = pointOf(x, at.y);
        vec2 q = patchPoint(map, p);
        float cover = coverage(item, q, p);
        vec2 both = insideOf(item, frame, p);
        float inside = first ? both.x : both.y;
        if (!(cover > 0.0 && inside > 0.0 && inside < 1.0)) continue;
        float pull = 0.0;
        for (int channel = 0; channel < channels; channel++) {
          float value = drawn(item, q, channel);
          pull += value * upstreamOf(item, ivec2(x, at.y), channel, cover * value);
        }
        vec2 distance = mapped(frameOf(item, frame), p);
        float along = (first ? distance.x : distance.y) > 0.0 ? -1.0 : 1.0;
        total += pull * (cover / inside) * (at.w == 0 ? along * p.x : at.w == 1 ? along * p.y : at.w == 2 ? along : 1.0);
      }
      setOutput(total);
    }
  `,
};
