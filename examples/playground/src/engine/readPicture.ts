import { RnpError } from '@rnp/errors';
import { decodeImage, type InputFit, layOnBackground, modelInput, type Picture } from '@rnp/images';

/** What only the page itself can draw, as vector graphics, comes as its pixels. */
export type PictureSource = Blob | ImageData;

export interface PictureQuestion {
  readonly source: PictureSource;
  /** [h, w, c] */
  readonly shape: readonly [number, number, number];
  readonly fit: InputFit;
}

/**
 * A picture's file as a model takes it, pixel for pixel as the `rnp` command reads it; formats that the command does not
 * read are the browser's, in their own size.
 *
 * @returns [h·w·c] in [0, 1]; null for a blank page
 * @throws Error for what is no picture that can be read
 */
export async function readPicture({ source, shape, fit }: PictureQuestion): Promise<Float32Array | null> {
  const picture = source instanceof ImageData ? opaque(source) : await decoded(source);
  const { pixels, blank } = modelInput(picture, { shape, fit, invert: 'auto' });
  return blank ? null : pixels;
}

async function decoded(file: Blob): Promise<Picture> {
  const path = file instanceof File ? file.name : 'The picture';
  try {
    return await decodeImage(new Uint8Array(await file.arrayBuffer()), { path });
  } catch (error) {
    if (!(error instanceof RnpError && error.code === 'RNP_IMAGE_FORMAT')) throw error;
    return byBrowser(file, path);
  }
}

async function byBrowser(file: Blob, path: string): Promise<Picture> {
  const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const;
  const bitmap = await createImageBitmap(file, options).catch(() => {
    throw new Error(`${path} is no picture that this browser can read; take a PNG, JPEG, WebP, GIF or SVG.`);
  });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return opaque(context.getImageData(0, 0, canvas.width, canvas.height));
}

function opaque(pixels: ImageData): Picture {
  return layOnBackground(pixels, 3, 'auto');
}
