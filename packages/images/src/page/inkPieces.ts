// w, h size of the page
import type { Raster } from '../raster.js';

/** A piece of ink that hangs together. */
export interface InkPiece {
  /** Of the box around it, pixels. */
  readonly width: number;
  readonly height: number;
  /** Positions of its pixels in the page, y·w + x, in no order. */
  readonly pixels: Int32Array;
}

/** Ink of this strength hangs together. */
export const strongInk = 0.4;

/** Pieces of ink whose pixels touch, also at their corners. @param ink of one channel, in [0, 1] */
export function inkPieces({ width: w, height: h, data }: Raster): readonly InkPiece[] {
  const seen = new Uint8Array(w * h);
  // Those that were found, of which the ones from `next` on were not looked at.
  const found = new Int32Array(w * h);
  const pieces: InkPiece[] = [];
  for (let first = 0; first < data.length; first++) {
    if (seen[first] === 1 || data[first]! < strongInk) continue;
    let [left, right, top, bottom] = [w, 0, h, 0];
    let count = 1;
    seen[first] = 1;
    found[0] = first;
    for (let next = 0; next < count; next++) {
      const at = found[next]!;
      const [x, y] = [at % w, Math.floor(at / w)];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      for (let row = Math.max(0, y - 1); row <= Math.min(h - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(w - 1, x + 1); column++) {
          const beside = row * w + column;
          if (seen[beside] === 1 || data[beside]! < strongInk) continue;
          seen[beside] = 1;
          found[count++] = beside;
        }
      }
    }
    pieces.push({ width: right - left + 1, height: bottom - top + 1, pixels: found.slice(0, count) });
  }
  return pieces;
}
