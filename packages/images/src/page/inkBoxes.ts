// w, h size of the page
import type { Raster } from '../raster.js';

/** Width and height of a piece of ink that hangs together, pixels. */
export interface InkBox {
  readonly width: number;
  readonly height: number;
}

/** Ink of this strength hangs together. */
const strong = 0.4;

/** The boxes of pieces of ink whose pixels touch, also at their corners. @param ink of one channel, in [0, 1] */
export function inkBoxes({ width: w, height: h, data }: Raster): readonly InkBox[] {
  const seen = new Uint8Array(w * h);
  const waiting = new Int32Array(w * h);
  const boxes: InkBox[] = [];
  for (let first = 0; first < data.length; first++) {
    if (seen[first] === 1 || data[first]! < strong) continue;
    let [left, right, top, bottom] = [w, 0, h, 0];
    let count = 1;
    seen[first] = 1;
    waiting[0] = first;
    while (count > 0) {
      const at = waiting[--count]!;
      const [x, y] = [at % w, Math.floor(at / w)];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      for (let row = Math.max(0, y - 1); row <= Math.min(h - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(w - 1, x + 1); column++) {
          const next = row * w + column;
          if (seen[next] === 1 || data[next]! < strong) continue;
          seen[next] = 1;
          waiting[count++] = next;
        }
      }
    }
    boxes.push({ width: right - left + 1, height: bottom - top + 1 });
  }
  return boxes;
}
