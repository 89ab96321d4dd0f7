// h height, w width
import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';
import { defaultImageLimits } from '../limits.js';

/**
 * A mask as lengths of its runs: COCO's uncompressed RLE, which pycocotools' `frPyObjects` and others read. Plain JSON.
 *
 * **Convention** column after column, from the left, each from top to bottom; the first count is of pixels outside of the mask, 0 where the
 * first pixel is in it, and the counts take turns.
 */
export interface MaskRle {
  /** [h, w] */
  readonly size: readonly [height: number, width: number];
  /** They sum to h·w. */
  readonly counts: readonly number[];
}

/** Checks of masks: RNP_IMAGES. */
const checkMask: ArgumentChecks = /* @__PURE__ */ argumentChecks(refused);

/**
 * A mask as lengths of its runs.
 *
 * @param mask [h·w], row after row; a pixel is in it unless it is 0
 * @throws RnpError RNP_IMAGES for a mask that is not of that size, and a size of no pixel or more than 64 million
 * @example
 * encodeMask(Uint8Array.of(0, 1, 0, 1), { width: 2, height: 2 }) // { size: [2, 2], counts: [2, 2] }
 */
export function encodeMask(
  mask: Uint8Array,
  size: { readonly width: number; readonly height: number },
): MaskRle {
  checkMask.bytes('mask', mask);
  checkMask.options('size', size, ['width', 'height']);
  const { width, height } = size;
  requireSize([height, width], ['size.height', 'size.width']);
  if (mask.length !== height * width)
    throw refused('mask', `has ${mask.length} pixels, but ${width}×${height} are ${height * width}`);
  const counts: number[] = [];
  let [within, run] = [false, 0];
  for (let x = 0; x < width; x++) {
    for (let at = x; at < mask.length; at += width) {
      if ((mask[at] !== 0) === within) run++;
      else {
        counts.push(run);
        [within, run] = [!within, 1];
      }
    }
  }
  counts.push(run);
  return { size: [height, width], counts };
}

/**
 * The pixels of a mask that was kept as lengths of its runs; what `encodeMask` gives, or COCO's uncompressed RLE from a file.
 *
 * @param path what an error calls it
 * @returns [h·w], row after row, 1 in the mask, else 0
 * @throws RnpError RNP_IMAGES whose path leads to what is no mask, such as `rle.counts[3]`, before memory is taken for the pixels
 * @example
 * decodeMask({ size: [2, 2], counts: [2, 2] }) // Uint8Array [0, 1, 0, 1]
 */
export function decodeMask(rle: MaskRle, path = 'rle'): Uint8Array<ArrayBuffer> {
  checkMask.text('path', path);
  checkMask.object(path, rle);
  const { size, counts } = rle;
  checkMask.numbers(`${path}.size`, size, 2);
  const [height, width] = size;
  requireSize(size, [`${path}.size[0]`, `${path}.size[1]`]);
  const pixels = height * width;
  if (typeof counts === 'string')
    throw refused(`${path}.counts`, 'is compressed; give a list of counts, COCO’s uncompressed RLE');
  let sum = 0;
  checkMask.array(`${path}.counts`, counts, (at, count) => {
    checkMask.wholeNumber(at, count, 0, pixels);
    sum += count as number;
  });
  if (sum !== pixels)
    throw refused(`${path}.counts`, `sum to ${sum}, but ${width}×${height} are ${pixels} pixels`);
  const mask = new Uint8Array(pixels);
  let at = 0;
  counts.forEach((count, i) => {
    const end = at + count;
    for (; i % 2 === 1 && at < end; at++) mask[(at % height) * width + Math.floor(at / height)] = 1;
    at = end;
  });
  return mask;
}

function requireSize(size: readonly [number, number], paths: readonly [string, string]): void {
  const { maxPixels } = defaultImageLimits;
  size.forEach((side, i) => {
    checkMask.wholeNumber(paths[i]!, side, 1, maxPixels);
  });
  const [height, width] = size;
  if (height * width <= maxPixels) return;
  throw refused(paths[0], `makes a mask of ${width}×${height}, more than ${maxPixels} pixels`);
}

function refused(path: string, complaint: string): RnpError {
  return new RnpError('RNP_IMAGES', complaint, { path });
}
