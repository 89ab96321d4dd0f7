// w, h source size; W, H result size; c channels
import type { Raster } from '../raster.js';

/** The source positions that one result position is made of; the weights sum to 1. */
interface Taps {
  readonly first: number;
  readonly count: number;
  /** Weights of the first, of those between, and of the last, where there is more than one. */
  readonly head: number;
  readonly body: number;
  readonly tail: number;
}

/** Makes a picture another size while its rows come, as `resize` says it. */
export interface RowResizer<Values extends Uint8Array | Float32Array> {
  /** @param row [w·c] @param from where it begins in `row` */
  readonly take: (row: Values, from?: number) => void;
  /** Whole, once all rows were taken. */
  readonly raster: Raster<Values>;
}

/**
 * Holds two rows of the source at the new width, whatever the source's size.
 *
 * @param values [H·W·c], which the result is written to
 */
export function rowResizer<Values extends Uint8Array | Float32Array>(
  {
    width: w,
    height: h,
    channels: c,
  }: { readonly width: number; readonly height: number; readonly channels: number },
  { width: W, height: H }: { readonly width: number; readonly height: number },
  values: Values,
): RowResizer<Values> {
  const across = taps(w, W);
  const down = taps(h, H);
  const rounds = !(values instanceof Float32Array);
  const size = W * c;
  // Neighbouring result rows share at most one source row when shrinking, and two when growing.
  const narrow = [new Float64Array(size), new Float64Array(size)] as const;
  const sum = new Float64Array(size);
  let [source, y, k] = [0, 0, 0];
  return {
    raster: { width: W, height: H, channels: c, data: values },
    take: (row, from = 0) => {
      narrowRow(row, from, c, across, narrow[source & 1]!);
      while (y < H && down[y]!.first + k <= source) {
        const { first, count, head, body, tail } = down[y]!;
        const part = narrow[(first + k) & 1]!;
        const weight = k === 0 ? head : k === count - 1 ? tail : body;
        for (let at = 0; at < size; at++) sum[at] = sum[at]! + weight * part[at]!;
        if (++k < count) continue;
        for (let at = 0; at < size; at++) values[y * size + at] = rounds ? Math.round(sum[at]!) : sum[at]!;
        sum.fill(0);
        k = 0;
        y++;
      }
      source++;
    },
  };
}

/** A row at the new width. */
function narrowRow(
  row: Uint8Array | Float32Array,
  from: number,
  c: number,
  across: readonly Taps[],
  out: Float64Array,
): void {
  for (let x = 0; x < across.length; x++) {
    const { first, count, head, body, tail } = across[x]!;
    for (let i = 0; i < c; i++) {
      let at = from + first * c + i;
      const last = at + (count - 1) * c;
      let sum = head * row[at]!;
      for (at += c; at < last; at += c) sum += body * row[at]!;
      if (count > 1) sum += tail * row[last]!;
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
