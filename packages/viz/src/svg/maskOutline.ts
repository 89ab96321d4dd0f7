// h height, w width
import { decodeMask, type MaskRle } from '@rnp/images';
import { attribute } from './escape.js';

/**
 * A mask as the data of an SVG path: along the edges of its pixels, around holes the other way, so that either fill rule leaves them out.
 *
 * @param mask any size; it is drawn over all of the picture
 * @param picture its width and height, in the units of the path
 * @param path of the mask, as an error names it
 * @returns '' for a mask of no pixel
 * @throws RnpError RNP_IMAGES for what is no mask
 */
export function maskOutline(
  mask: MaskRle,
  { width, height }: { readonly width: number; readonly height: number },
  path: string,
): string {
  const pixels = decodeMask(mask, path);
  const [h, w] = mask.size;
  const corners = edgesOf(pixels, h, w);
  const along = (corner: number): string => attribute(((corner % (w + 1)) * width) / w);
  const down = (corner: number): string => attribute((Math.floor(corner / (w + 1)) * height) / h);
  const loops: string[] = [];
  for (const [start, ways] of corners) {
    while (ways.length > 0) {
      let loop = `M${along(start)} ${down(start)}`;
      let from = start;
      let next = ways.pop()!;
      while (next !== start) {
        const after = corners.get(next)!.pop()!;
        // A corner between two edges of one line is none.
        if (after - next !== next - from) loop += isAcross(from, next) ? `H${along(next)}` : `V${down(next)}`;
        [from, next] = [next, after];
      }
      loops.push(`${loop}${isAcross(from, next) ? `H${along(next)}` : ''}Z`);
    }
  }
  return loops.join('');
}

/** Whether an edge between two corners lies in a row: corners are numbered row by row. */
function isAcross(from: number, to: number): boolean {
  return Math.abs(to - from) === 1;
}

/** From each corner of a pixel the corners to which an edge of the mask leads: clockwise, the mask on its right. */
function edgesOf(pixels: Uint8Array, h: number, w: number): Map<number, number[]> {
  const edges = new Map<number, number[]>();
  const add = (from: number, to: number): void => {
    const ways = edges.get(from);
    if (ways === undefined) edges.set(from, [to]);
    else ways.push(to);
  };
  const isIn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < w && y < h && pixels[y * w + x] === 1;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      if (!isIn(x, y)) continue;
      const above = y * (w + 1) + x;
      const below = above + w + 1;
      if (!isIn(x, y - 1)) add(above, above + 1);
      if (!isIn(x + 1, y)) add(above + 1, below + 1);
      if (!isIn(x, y + 1)) add(below + 1, below);
      if (!isIn(x - 1, y)) add(below, above);
    }
  }
  return edges;
}
