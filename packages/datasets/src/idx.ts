// n items, h height, w width, c channels
import { RnpError } from '@rnp/errors';
import { check } from './checks.js';
import { createDataset } from './createDataset.js';
import type { Dataset } from './dataset.js';

/** An array of bytes as an IDX file holds it. */
export interface IdxArray {
  /** 1 to 4 sizes, the first varying slowest. */
  readonly shape: readonly number[];
  /** The values: a view of the file's bytes. */
  readonly data: Uint8Array;
}

const unsignedByte = 0x08;
const maxDimensions = 4;

/**
 * Reads an (uncompressed) IDX file of unsigned bytes. Sizes in the file are not trusted: their
 * product must be exactly the number of bytes that follow, before anything is allocated. Format: LeCun et al., the MNIST database's page.
 *
 * @param path named in errors
 * @throws RnpError `RNP_DATA_FORMAT`, `RNP_DATA_TRUNCATED` (bytes are missing) or `RNP_DATA_TOO_LARGE`
 *   (bytes are left over), whatever the bytes
 */
export function parseIdx(bytes: Uint8Array, path: string): IdxArray {
  check.bytes('bytes', bytes);
  check.text('path', path);
  const [zero, alsoZero, type, dimensions] = bytes;
  if (dimensions === undefined) {
    throw new RnpError('RNP_DATA_TRUNCATED', `ends within the magic number of an IDX file`, {
      path,
    });
  }
  if (zero === 0x1f && alsoZero === 0x8b) {
    throw format(path, 'is still gzip-compressed; inflate it first');
  }
  if (zero !== 0 || alsoZero !== 0)
    throw format(path, 'is no IDX file: it does not begin with two zero bytes');
  if (type !== unsignedByte) {
    throw format(
      path,
      `holds values of IDX type 0x${type!.toString(16)}; only unsigned bytes (0x8) can be read`,
    );
  }
  if (dimensions < 1 || dimensions > maxDimensions) {
    throw format(path, `claims ${dimensions} dimensions; 1 to ${maxDimensions} can be read`);
  }
  const header = 4 + 4 * dimensions;
  if (bytes.length < header) {
    throw new RnpError('RNP_DATA_TRUNCATED', `ends within its list of ${dimensions} sizes`, {
      path,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, header);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const held = BigInt(bytes.length - header);
  // Four 32-bit sizes overflow a double; a BigInt holds their product exactly.
  const claimed = shape.reduce((product, size) => product * BigInt(size), 1n);
  if (claimed > held) {
    throw new RnpError(
      'RNP_DATA_TRUNCATED',
      `claims [${shape}] = ${claimed} values but holds ${held}; fetch it again`,
      { path },
    );
  }
  if (claimed < held) {
    throw new RnpError(
      'RNP_DATA_TOO_LARGE',
      `claims [${shape}] = ${claimed} values, yet ${held} bytes follow; it is corrupt or has something appended`,
      { path },
    );
  }
  return { shape, data: bytes.subarray(header) };
}

export interface IdxDatasetOptions {
  readonly name: string;
  readonly split: string;
  /** Named in errors. */
  readonly imagesPath: string;
  /** Named in errors. */
  readonly labelsPath?: string;
  readonly classNames?: readonly string[];
}

/**
 * A data set from the bytes of an IDX file of images ([n, h, w] or [n, h, w, c]) and, if there are any, of
 * labels ([n]). The bytes are kept, not copied.
 *
 * @throws RnpError as `parseIdx`; `RNP_DATA_MISMATCH` when the two files do not belong together; `RNP_CONFIG` for other arguments
 */
export function idxDataset(
  images: Uint8Array,
  labels: Uint8Array | undefined,
  options: IdxDatasetOptions,
): Dataset {
  check.bytes('images', images);
  if (labels !== undefined) check.bytes('labels', labels);
  check.options('options', options, ['name', 'split', 'imagesPath'], ['labelsPath', 'classNames']);
  const { name, split, imagesPath, labelsPath = 'the label file', classNames } = options;
  for (const [field, text] of Object.entries({ name, split, imagesPath, labelsPath }))
    check.text(`options.${field}`, text);
  if (classNames !== undefined) check.list('options.classNames', classNames, check.text);
  const pictures = parseIdx(images, imagesPath);
  const [, height, width, channels = 1] = pictures.shape;
  if (height === undefined || width === undefined) {
    throw format(imagesPath, `has sizes [${pictures.shape}]; images have [n, h, w] or [n, h, w, c]`);
  }
  const classes = labels === undefined ? undefined : parseIdx(labels, labelsPath);
  if (classes !== undefined && classes.shape.length !== 1) {
    throw format(labelsPath, `has sizes [${classes.shape}]; labels have [n]`);
  }
  if (pictures.data.length === 0) throw format(imagesPath, `has sizes [${pictures.shape}] and so no images`);
  return createDataset({
    name,
    split,
    imageShape: [height, width, channels],
    images: pictures.data,
    ...(classes === undefined ? {} : { labels: classes.data }),
    ...(classNames === undefined ? {} : { classNames }),
  });
}

function format(path: string, complaint: string): RnpError {
  return new RnpError('RNP_DATA_FORMAT', `${complaint}`, { path });
}
