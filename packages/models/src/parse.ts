// h, w, c of the model's images
import { RnpError, shown } from '@rnp/errors';
import {
  type Picture,
  type PreparedImage,
  type Preprocessing,
  prepareImage,
  preprocess,
  type Raster,
  requireVisible,
  type TransparentPixels,
  unitFloats,
} from '@rnp/images';
import type { ParseTree } from '@rnp/recursive-decoder';
import { infer, isRnp, type Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { check } from './checks.js';

/** A model, and how pictures are prepared for it; every `TrainedModel` is one. */
export interface PictureModel {
  readonly model: Rnp;
  readonly preprocessing: Preprocessing;
}

/**
 * The bytes of a PNG or JPEG, a `File` or `Blob` with them, the pixels of a canvas (`ImageData`), or a
 * decoded picture.
 */
export type PictureSource = Uint8Array | ArrayBuffer | Blob | TransparentPixels | Picture;

/** How `parse` reads a picture. */
export interface ParseOptions {
  /** Name of the picture in errors. Default: the name of a `File`, else 'picture'. */
  readonly path?: string;
  /** Steps of inference by prediction errors, which improve what the encoder says (`infer` of @rnp/vae). Default 0. */
  readonly infer?: number;
  /** Checked before and after the picture is read, between steps of inference, and at the end. */
  readonly signal?: AbortSignal;
}

/**
 * Parses a picture of any size into the tree of its parts. The picture is prepared as the model's training
 * images were.
 *
 * @throws RnpError RNP_IMAGE_… if the picture cannot be decoded, RNP_IMAGE_BLANK if nothing is visible in it;
 *   RnpError RNP_CONFIG for other arguments; RnpError RNP_DIVERGED or RNP_WEIGHTS as `parse` of the model;
 *   the signal's reason when it is aborted
 * @example
 * const mnist = await loadModel('mnist');
 * const tree = await parse(mnist, await readFile('seven.png'));
 */
export async function parse(
  model: PictureModel,
  source: PictureSource,
  options: ParseOptions = {},
): Promise<ParseTree> {
  const { model: rnp, preprocessing } = requirePictureModel(model);
  check.options('options', options, [], ['path', 'infer', 'signal']);
  const { path = nameOf(source), infer: steps = 0, signal } = options;
  check.text('options.path', path);
  check.wholeNumber('options.infer', steps, 0);
  if (signal !== undefined) check.signal('options.signal', signal);
  signal?.throwIfAborted();
  const prepared = await preparedOf(source, path, preprocessing);
  signal?.throwIfAborted();
  const pixels = unitFloats(requireVisible(prepared, path).data);
  const image = tf.tensor4d(pixels, [1, ...rnp.config.imageShape]);
  try {
    const trees =
      steps === 0
        ? await rnp.parse(image)
        : (await infer(rnp, image, { steps, ...(signal && { signal }) })).trees;
    signal?.throwIfAborted();
    return trees[0]!;
  } finally {
    image.dispose();
  }
}

/** @throws RnpError RNP_CONFIG */
function requirePictureModel(given: PictureModel): PictureModel {
  check.object('model', given);
  const { model, preprocessing } = given;
  if (!isRnp(model)) {
    throw new RnpError(
      'RNP_CONFIG',
      `must be a recursive neural program, not ${shown(model)}; give what loadModel gives, or { model, preprocessing }`,
      { path: 'model.model' },
    );
  }
  check.object('model.preprocessing', preprocessing);
  const { size, channels } = preprocessing;
  const made = Array.isArray(size) ? [...size, channels].map(String) : [];
  if (String(made) === String(model.config.imageShape)) return given;
  throw new RnpError(
    'RNP_CONFIG',
    `makes images [${made}], but the model takes [${model.config.imageShape}]`,
    { path: 'model.preprocessing' },
  );
}

/** A file's rows are made small as they are decoded: the picture is not held whole. */
async function preparedOf(
  source: PictureSource,
  path: string,
  preprocessing: Preprocessing,
): Promise<PreparedImage> {
  // By their names: those of another frame or context are of another class.
  switch (kindOf(source)) {
    case 'Uint8Array':
      return prepareImage(source as Uint8Array, preprocessing, { path });
    case 'ArrayBuffer':
      return prepareImage(new Uint8Array(source as ArrayBuffer), preprocessing, { path });
    case 'Blob':
    case 'File':
      return preparedOf(await (source as Blob).arrayBuffer(), path, preprocessing);
  }
  return preprocess(rasterOf(source), preprocessing);
}

function rasterOf(source: PictureSource): Raster<Uint8Array> {
  if (typeof source === 'string') {
    const advice = 'give its bytes, such as await readFile(path)';
    throw new RnpError('RNP_CONFIG', `must be a picture, not ${shown(source)}; ${advice}`, {
      path: 'picture',
    });
  }
  check.object('picture', source);
  if ('channels' in (source as Picture)) return source as Picture;
  // ImageData: red, green, blue and straight alpha, in clamped bytes.
  const { width, height, data } = source as TransparentPixels;
  if (data === undefined) {
    const kinds = 'the bytes of a PNG or JPEG, ImageData, or { width, height, channels, data }';
    throw new RnpError('RNP_CONFIG', `must be ${kinds}, not ${shown(source)}`, { path: 'picture' });
  }
  check.bytes('picture.data', data);
  return { width, height, channels: 4, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function nameOf(source: PictureSource): string {
  return kindOf(source) === 'File' ? (source as File).name : 'picture';
}
