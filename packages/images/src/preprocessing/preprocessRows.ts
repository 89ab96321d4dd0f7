// w, h size of the picture; W, H of the image
import { fitPlan, framed } from '../fit/fitImage.js';
import { inkOf, pageSize } from '../fit/fitInk.js';
import { greyRow, tripledRow } from '../luma.js';
import type { Raster } from '../raster.js';
import { rowResizer } from '../rows/rowResizer.js';
import { type OpenRowSink, type PictureSize, pictureSink, type RowSink } from '../rows/rowSink.js';
import { type PreparedImage, preparedDrawing, preparedWhole, preprocess } from './preprocess.js';
import type { Preprocessing } from './preprocessing.js';

/**
 * What `preprocess` makes of a picture, to the last bit, made while its rows come: what is held is of the image's size, not of
 * the picture's.
 *
 * @param preprocessing checked
 */
export function preprocessRows(preprocessing: Preprocessing): OpenRowSink<PreparedImage> {
  return (picture) => {
    const [H, W] = preprocessing.size;
    if (picture.width === W && picture.height === H) return ownSize(picture, preprocessing);
    const small = smallSink(picture, preprocessing);
    const page = preprocessing.ink ? pageSink(picture) : undefined;
    const grey = new Uint8Array(picture.width);
    return {
      take: (row) => {
        if (preprocessing.channels === 1 && picture.channels === 3) {
          greyRow(row, grey);
          small.take(grey);
          page?.take(grey);
        } else {
          small.take(row);
          page?.take(row);
        }
      },
      finish: () => {
        const size = { width: W, height: H, invert: preprocessing.invert };
        const drawing = page === undefined ? null : inkOf(page.finish(), size);
        if (drawing !== null) return preparedDrawing(drawing);
        return preparedWhole(framed(small.finish(), size), preprocessing.ink);
      },
    };
  };
}

/** A picture of the model's own size, which is taken as it is where nothing is to be done. */
function ownSize(picture: PictureSize, preprocessing: Preprocessing): RowSink<PreparedImage> {
  const whole = pictureSink(picture);
  return { take: whole.take, finish: () => preprocess(whole.finish(), preprocessing) };
}

/** The part that is shown at the size that it takes, of the channels asked for. */
function smallSink(
  picture: PictureSize,
  { size, channels, fit }: Preprocessing,
): RowSink<Raster<Uint8Array>> {
  const { crop, inner } = fitPlan(picture, { width: size[1], height: size[0], fit });
  const values: Uint8Array = new Uint8Array(inner.width * inner.height * channels);
  const resizer = rowResizer({ width: crop.width, height: crop.height, channels }, inner, values);
  const triples = channels === 3 && picture.channels === 1 ? new Uint8Array(3 * picture.width) : undefined;
  let y = 0;
  return {
    take: (row) => {
      const inside = y >= crop.top && y < crop.top + crop.height;
      y++;
      if (!inside) return;
      if (triples !== undefined) tripledRow(row, triples);
      resizer.take(triples ?? row, crop.left * channels);
    },
    finish: () => resizer.raster,
  };
}

/** All of it in grey, at the size that ink is looked for at. */
function pageSink(picture: PictureSize): RowSink<Raster<Uint8Array>> {
  const page = pageSize(picture);
  const values: Uint8Array = new Uint8Array(page.width * page.height);
  const { take, raster } = rowResizer({ ...picture, channels: 1 }, page, values);
  return { take: (row) => take(row), finish: () => raster };
}
