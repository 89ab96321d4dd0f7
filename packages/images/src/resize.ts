// w, h source size; W, H result size; c channels
import { check } from './checks.js';
import { checkRaster, type Raster } from './raster.js';

/** The source positions that one result position is made of; the weights sum to 1. */
interface Taps {
  readonly first: number;
  readonly count: number;
  /** Weights of the first, of those between, and of the last, where there is more than one. */
  readonly head: number;
  readonly body: number;
  readonly tail: number;
}

/**
 * A picture at another size: the mean over the area that a pixel covers where it shrinks, bilinear where it grows,
 * each axis by itself. The mean is kept when shrinking, so a thin stroke becomes grey and does not vanish.
 *
 * It holds two rows of the source at the new width beside its result, whatever the source's size.
 *
 * **Convention** pixels are squares, and edges map to edges (align_corners = false). Bytes round to the nearest.
 *
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG for a size that is none
 */
export function resize<Values extends Uint8Array | Float32Array>(
  raster: Raster<Values>,
  width: number,
  height: number,
): Raster<Values> {
  checkRaster(raster);
  check.wholeNumber('width', width, 1);
  check.wholeNumber('height', height, 1);
  if (width === raster.width && height === raster.height) return raster;
  const { channels: c } = raster;
  const across = taps(raster.width, width);
  const down = taps(raster.height, height);
  const bytes = !(raster.data instanceof Float32Array);
  const size = width * height * c;
  const data = (bytes ? new Uint8Array(size) : new Float32Array(size)) as Values;
  const row = width * c;
  // Neighbouring result rows share at most one source row when shrinking, and two when growing.
  const narrow = [new Float64Array(row), new Float64Array(row)] as const;
  const held = [-1, -1];
  const sum = new Float64Array(row);
  for (let y = 0; y < height; y++) {
    const { first, count, head, body, tail } = down[y]!;
    sum.fill(0);
    for (let k = 0; k < count; k++) {
      const source = first + k;
      const values = narrow[source & 1]!;
      if (held[source & 1] !== source) narrowRow(raster, source, across, values);
      held[source & 1] = source;
      const weight = k === 0 ? head : k === count - 1 ? tail : body;
      for (let at = 0; at < row; at++) sum[at] = sum[at]! + weight * values[at]!;
    }
    for (let at = 0; at < row; at++) data[y * row + at] = bytes ? Math.round(sum[at]!) : sum[at]!;
  }
  return { width, height, channels: c, data };
}

/** Row y of the source at the new width. */
function narrowRow(
  { width: w, channels: c, data }: Raster<Uint8Array | Float32Array>,
  y: number,
  across: readonly Taps[],
  out: Float64Array,
): void {
  for (let x = 0; x < across.length; x++) {
    const { first, count, head, body, tail } = across[x]!;
    for (let i = 0; i < c; i++) {
      let at = (y * w + first) * c + i;
      const last = at + (count - 1) * c;
      let sum = head * data[at]!;
      for (at += c; at < last; at += c) sum += body * data[at]!;
      if (count > 1) sum += tail * data[last]!;
      out[x * c + i] = sum;
    }
  }
}

function taps(from: number, to: number): Taps[] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, index) => {
    if (ratio > 1) {
      const start = index * ratio;
      const end = Math.min(from, start + ratio);
      const first = Math.floor(start);
      const count = Math.ceil(end) - first;
      const covered = end - start;
      const head = (Math.min(end, first + 1) - start) / covered;
      return { first, count, head, body: 1 / covered, tail: (end - (first + count - 1)) / covered };
    }
    const centre = Math.min(from - 1, Math.max(0, (index + 0.5) * ratio - 0.5));
    const first = Math.min(Math.floor(centre), Math.max(0, from - 2));
    if (from === 1) return { first, count: 1, head: 1, body: 0, tail: 0 };
    return { first, count: 2, head: 1 - (centre - first), body: 0, tail: centre - first };
  });
}
