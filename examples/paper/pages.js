// h height, w width of a page
import { sceneSource } from '@rnp/datasets';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { onPaper } from '@rnp-tools/testing/paper';

const scenes = { count: [2, 5], canvas: [300, 400], scale: [2.2, 2.8], seed: 2 };
/** The pen's blur, a deviation in pixels. */
const blur = 1;
const quality = 80;

/**
 * Pages with digits of a data set as ink, one after another, as files.
 *
 * @param {import('@rnp/datasets').Dataset} digits
 * @param {{ paper: object, scenes?: object, margin?: [number, number], length: number }} kind `margin`: the picture is cut out around its
 *   first digit's box, with so many pixels to spare on each side, or anything between
 * @returns {AsyncGenerator<{ jpeg: Uint8Array, centres: [x: number, y: number][] }>} `centres` are the middles of the digits' boxes
 */
export async function* pagesOf(digits, { paper, margin, length, ...options }) {
  const source = sceneSource([digits], { ...scenes, ...options.scenes, length });
  for (let seed = 0; seed < length; seed++) {
    const { image, imageShape, objects } = source.scene(seed);
    const [height, width] = imageShape;
    const sheet = onPaper(image, { width, height, seed, blur, ...paper });
    const spare = margin === undefined ? null : margin[0] + (seed % (margin[1] - margin[0] + 1));
    const { x, y, picture } =
      spare === null ? { x: 0, y: 0, picture: sheet } : around(sheet, objects[0].box, spare);
    const grey = (pixel) => Array(3).fill(picture.data[pixel]);
    yield {
      jpeg: await jpegOf(picture.width, picture.height, grey, { quality }),
      centres: objects.map(({ box }) => [box.x + (box.width - 1) / 2 - x, box.y + (box.height - 1) / 2 - y]),
    };
  }
}

/** What lies within a box and a margin, as far as there is paper, and where its first pixel was. */
function around(sheet, box, spare) {
  const [x, y] = [Math.max(0, box.x - spare), Math.max(0, box.y - spare)];
  const width = Math.min(sheet.width, box.x + box.width + spare) - x;
  const height = Math.min(sheet.height, box.y + box.height + spare) - y;
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * sheet.width + x;
    data.set(sheet.data.subarray(from, from + width), row * width);
  }
  return { x, y, picture: { width, height, channels: 1, data } };
}
