import { check } from '../checks.js';
import { requireBytes } from '../decodeImage.js';
import { type DecodeOptions, decodeContext } from '../decodeOptions.js';
import { formatOf } from '../format.js';
import { decodeJpegRows } from '../jpeg/decodeJpeg.js';
import { decodeChunkRows } from '../png/decodePng.js';
import { inflateFor } from '../png/kernelInflate.js';
import { readPngChunks } from '../png/pngChunks.js';
import type { OpenRowSink } from '../rows/rowSink.js';
import { borderCount } from './lightBorder.js';
import type { PreparedImage } from './preprocess.js';
import { type Preprocessing, readPreprocessing } from './preprocessing.js';
import { preprocessRows } from './preprocessRows.js';

/** Beside the preprocessing, which says the background. */
export type PrepareOptions = Omit<DecodeOptions, 'background'>;

/** An image, with facts about the picture from which it was made. */
export interface PreparedPicture extends PreparedImage {
  readonly picture: {
    readonly width: number;
    readonly height: number;
    /** See `lightBorder`. */
    readonly lightBorder: number;
  };
}

/**
 * The bytes of a PNG or JPEG file as a model takes it: `decodeImage` and `preprocess` in one, with the same result to the last bit,
 * without the whole picture in memory. Its rows are shrunk as they are decoded.
 *
 * A picture that is turned by its EXIF data, is interlaced or has alpha is held whole all the same, and a JPEG of several scans
 * its coefficients.
 *
 * @throws RnpError as `decodeImage` and `preprocess`
 * @example await prepareImage(bytes, defaultPreprocessing([28, 28, 1]), { path: 'seven.png' })
 */
export async function prepareImage(
  bytes: Uint8Array,
  preprocessing: Preprocessing,
  options: PrepareOptions = {},
): Promise<PreparedPicture> {
  check.bytes('bytes', bytes);
  check.options('options', options, [], ['path', 'limits']);
  const checked = readPreprocessing(preprocessing);
  const context = decodeContext({ ...options, background: checked.background });
  requireBytes(bytes, context);
  const open = preparing(checked);
  if (formatOf(bytes, context) === 'jpeg') return decodeJpegRows(bytes, context, open);
  const chunks = readPngChunks(bytes, context);
  return decodeChunkRows(chunks, context, await inflateFor(chunks), open);
}

function preparing(preprocessing: Preprocessing): OpenRowSink<PreparedPicture> {
  const openImage = preprocessRows(preprocessing);
  return (size) => {
    const image = openImage(size);
    const border = borderCount(size);
    return {
      take: (row) => {
        image.take(row);
        border.take(row);
      },
      finish: () => {
        const { width, height } = size;
        return { ...image.finish(), picture: { width, height, lightBorder: border.share() } };
      },
    };
  };
}
