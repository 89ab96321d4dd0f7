import { RnpError } from '@rnp/errors';
import { decodeImage, type Preprocessing, preprocess, type Raster, unitFloats } from '@rnp/images';

/** What only the page itself can draw, as vector graphics, comes as its pixels. */
export type PictureSource = Blob | ImageData;

export interface PictureQuestion {
  readonly source: PictureSource;
  readonly preprocessing: Preprocessing;
}

/**
 * A picture's file as a model takes it, pixel for pixel as the `rnp` command reads it; formats that the command does not
 * read are the browser's, in their own size.
 *
 * @returns [h·w·c] in [0, 1]; null for a blank page
 * @throws Error for what is no picture that can be read
 */
export async function readPicture({ source, preprocessing }: PictureQuestion): Promise<Float32Array | null> {
  const picture = source instanceof ImageData ? rasterOf(source) : await decoded(source, preprocessing);
  const { data, blank } = preprocess(picture, preprocessing);
  return blank ? null : unitFloats(data);
}

async function decoded(file: Blob, { background }: Preprocessing): Promise<Raster<Uint8Array>> {
  const path = file instanceof File ? file.name : 'The picture';
  try {
    return await decodeImage(new Uint8Array(await file.arrayBuffer()), { path, background });
  } catch (error) {
    if (!(error instanceof RnpError && error.code === 'RNP_IMAGE_FORMAT')) throw error;
    return byBrowser(file, path);
  }
}

async function byBrowser(file: Blob, path: string): Promise<Raster<Uint8Array>> {
  const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const;
  const bitmap = await createImageBitmap(file, options).catch(() => {
    throw new Error(`${path} is no picture that this browser can read; take a PNG, JPEG, WebP, GIF or SVG.`);
  });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return rasterOf(context.getImageData(0, 0, canvas.width, canvas.height));
}

function rasterOf({ width, height, data }: ImageData): Raster<Uint8Array> {
  return { width, height, channels: 4, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
