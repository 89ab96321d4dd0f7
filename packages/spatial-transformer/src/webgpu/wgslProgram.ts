import type { ProgramName, Sizes } from '../gpu/gpuKernels.js';
import { constants, maps } from './wgslMaps.js';

/** A program's source in WGSL; webgl/glslProgram.ts says the same in the other language. */
export function wgslProgram(name: ProgramName, sizes: Sizes): string {
  const parts = [constants(sizes), maps(sizes)];
  // Only what reads no tensor that this program does not have.
  if (name !== 'gradImage' || sizes.energy) parts.push(drawing);
  if (name.startsWith('grad')) parts.push(upstream(sizes));
  return [...parts, entry[name], main].join('\n');
}

const main = `
  fn main(index : i32) {
    if (index < uniforms.size) { setOutputAtIndex(index, valueAt(getCoordsFromIndex(index))); }
  }
`;

const drawing = `
  fn pixel(item : i32, y : i32, x : i32, channel : i32) -> f32 {
    if (x < 0 || x >= patchWidth || y < 0 || y >= patchHeight) { return 0.0; }
    return getImage(item, y, x, channel);
  }

  // The four pixels around q, row by row.
  fn around(item : i32, corner : vec2<i32>, channel : i32) -> vec4<f32> {
    return vec4<f32>(
      pixel(item, corner.y, corner.x, channel), pixel(item, corner.y, corner.x + 1, channel),
      pixel(item, corner.y + 1, corner.x, channel), pixel(item, corner.y + 1, corner.x + 1, channel));
  }

  fn between(v : vec4<f32>, t : vec2<f32>) -> f32 {
    return (v.x * (1.0 - t.x) + v.y * t.x) * (1.0 - t.y) + (v.z * (1.0 - t.x) + v.w * t.x) * t.y;
  }

  fn drawn(item : i32, q : vec2<f32>, channel : i32) -> f32 {
    let corner = floor(q);
    return between(around(item, vec2<i32>(corner), channel), q - corner);
  }
`;

/** The gradient for the value that an item draws at a pixel, and that value where the gradient asks for it. */
function upstream({ energy }: Sizes): string {
  return `
    fn upstreamOf(item : i32, at : vec2<i32>, channel : i32, value : f32) -> f32 {
      var g = getUpstream(item / children, at.y, at.x, channel);
      ${
        energy
          ? `let weight = 2.0 * getEnergy(item / children);
      if (weight != 0.0) { g += weight * value; }`
          : ''
      }
      return g;
    }

    fn valueOf(item : i32, q : vec2<f32>, channel : i32) -> f32 {
      return ${energy ? 'drawn(item, q, channel)' : '0.0'};
    }
  `;
}

const entry: Readonly<Record<ProgramName, string>> = {
  canvas: `
    fn valueAt(at : vec4<i32>) -> f32 {
      let p = pointOf(at.z, at.y);
      var total = 0.0;
      for (var i = 0; i < children; i++) {
        let item = at.x * children + i;
        let map = mapOf(item);
        if (poisoned(item, map)) { return uniforms.NAN; }
        let q = patchPoint(map, p);
        let cover = coverage(item, q, p);
        if (cover > 0.0) { total += cover * drawn(item, q, at.w); }
      }
      return total;
    }
  `,

  energyRows: `
    fn valueAt(at : vec2<i32>) -> f32 {
      var total = 0.0;
      for (var i = 0; i < children; i++) {
        let item = at.x * children + i;
        let map = mapOf(item);
        if (poisoned(item, map)) { return uniforms.NAN; }
        let columns = columnsOf(map, coordinate(at.y, canvasHeight));
        for (var x = columns.x; x <= columns.y; x++) {
          let p = pointOf(x, at.y);
          let q = patchPoint(map, p);
          let cover = coverage(item, q, p);
          if (cover == 0.0) { continue; }
          for (var channel = 0; channel < channels; channel++) {
            let value = cover * drawn(item, q, channel);
            total += value * value;
          }
        }
      }
      return total;
    }
  `,

  gradImage: `
    // The canvas pixels, first and last column and row, that can be in reach of a patch pixel.
    fn footprint(map : Map, at : vec2<f32>) -> vec4<i32> {
      let all = vec4<i32>(0, canvasWidth - 1, 0, canvasHeight - 1);
      if (patchWidth == 1 || patchHeight == 1) { return all; }
      let determinant = map.x.x * map.y.y - map.x.y * map.y.x;
      // Near a singular matrix the inverse is mostly rounding.
      let products = abs(map.x.x * map.y.y) + abs(map.x.y * map.y.x);
      if (beyond(products) || abs(determinant) <= 1e-3 * products) { return all; }
      let scale = max(patchScale, vec2<f32>(0.5));
      let u = at / scale - 1.0;
      let size = abs(u) + abs(vec2<f32>(map.x.z, map.y.z));
      let reach = 1.0 / scale
        + 1e-5 * (size + abs(vec2<f32>(map.x.x, map.y.x)) + abs(vec2<f32>(map.x.y, map.y.y)) + 2.0);
      let v = u - vec2<f32>(map.x.z, map.y.z);
      let centre = vec2<f32>(map.y.y * v.x - map.x.y * v.y, map.x.x * v.y - map.y.x * v.x) / determinant;
      let sides = abs(vec2<f32>(
        abs(map.y.y) * reach.x + abs(map.x.y) * reach.y,
        abs(map.x.x) * reach.y + abs(map.y.x) * reach.x) / determinant);
      let radius = sides + 1e-3 * (abs(centre) + sides);
      return vec4<i32>(
        pixelsIn(centre.x - radius.x, centre.x + radius.x, canvasScale.x, canvasWidth),
        pixelsIn(centre.y - radius.y, centre.y + radius.y, canvasScale.y, canvasHeight));
    }

    fn valueAt(at : vec4<i32>) -> f32 {
      let item = at.x;
      let map = mapOf(item);
      if (poisoned(item, map)) { return uniforms.NAN; }
      let box = footprint(map, vec2<f32>(f32(at.z), f32(at.y)));
      var total = 0.0;
      for (var y = box.z; y <= box.w; y++) {
        for (var x = box.x; x <= box.y; x++) {
          let p = pointOf(x, y);
          let q = patchPoint(map, p);
          let cover = coverage(item, q, p);
          if (cover == 0.0) { continue; }
          let corner = floor(q);
          let side = vec2<i32>(at.z, at.y) - vec2<i32>(corner);
          if (side.x < 0 || side.x > 1 || side.y < 0 || side.y > 1) { continue; }
          let t = q - corner;
          let weight = select(t.x, 1.0 - t.x, side.x == 0) * select(t.y, 1.0 - t.y, side.y == 0);
          total += weight * cover * upstreamOf(item, vec2<i32>(x, y), at.w, cover * valueOf(item, q, at.w));
        }
      }
      return total;
    }
  `,

  gradMatrixRows: `
    fn valueAt(at : vec4<i32>) -> f32 {
      let item = at.x;
      let map = mapOf(item);
      if (poisoned(item, map)) { return uniforms.NAN; }
      let columns = columnsOf(map, coordinate(at.y, canvasHeight));
      var total = 0.0;
      for (var x = columns.x; x <= columns.y; x++) {
        let p = pointOf(x, at.y);
        let q = patchPoint(map, p);
        let cover = coverage(item, q, p);
        if (cover == 0.0) { continue; }
        let corner = floor(q);
        let t = q - corner;
        var slope = 0.0;
        for (var channel = 0; channel < channels; channel++) {
          let v = around(item, vec2<i32>(corner), channel);
          let rise = select(
            (v.z - v.x) * (1.0 - t.x) + (v.w - v.y) * t.x,
            (v.y - v.x) * (1.0 - t.y) + (v.w - v.z) * t.y,
            at.z == 0);
          slope += rise * upstreamOf(item, vec2<i32>(x, at.y), channel, cover * between(v, t));
        }
        total += cover * slope * select(select(1.0, p.y, at.w == 1), p.x, at.w == 0);
      }
      return total * select(patchScale.y, patchScale.x, at.z == 0);
    }
  `,

  gradFrameRows: `
    fn valueAt(at : vec4<i32>) -> f32 {
      let item = at.x;
      let map = mapOf(item);
      if (poisoned(item, map)) { return uniforms.NAN; }
      let frame = at.z / 2;
      let first = at.z == 2 * frame;
      let columns = columnsOf(map, coordinate(at.y, canvasHeight));
      var total = 0.0;
      for (var x = columns.x; x <= columns.y; x++) {
        let p = pointOf(x, at.y);
        let q = patchPoint(map, p);
        let cover = coverage(item, q, p);
        let both = insideOf(item, frame, p);
        let inside = select(both.y, both.x, first);
        if (!(cover > 0.0 && inside > 0.0 && inside < 1.0)) { continue; }
        var pull = 0.0;
        for (var channel = 0; channel < channels; channel++) {
          let value = drawn(item, q, channel);
          pull += value * upstreamOf(item, vec2<i32>(x, at.y), channel, cover * value);
        }
        let distance = mapped(frameOf(item, frame), p);
        let along = select(1.0, -1.0, select(distance.y, distance.x, first) > 0.0);
        let factors = array<f32, 4>(along * p.x, along * p.y, along, 1.0);
        total += pull * (cover / inside) * factors[at.w];
      }
      return total;
    }
  `,
};
