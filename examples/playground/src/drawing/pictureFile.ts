import { fitImage, layOnBackground, unitFloats } from '@rnp/images';

/** Larger pictures are made smaller before anything else. */
const mostPixels = 1024;

/**
 * A picture's file as a model takes it: the whole picture, fitted in; dark ink on paper becomes light on black.
 *
 * @throws Error for what is no picture that this browser reads
 */
export async function pixelsOfFile(
  file: Blob,
  [height, width, channels]: readonly [number, number, number],
): Promise<Float32Array> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error('This file is no picture that the browser can read; take a PNG, JPEG or WebP.');
  });
  const scale = Math.min(1, mostPixels / Math.max(bitmap.width, bitmap.height));
  const [w, h] = [bitmap.width, bitmap.height].map((size) => Math.max(1, Math.round(size * scale))) as [
    number,
    number,
  ];
  const canvas = new OffscreenCanvas(w, h);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, w, h);
  context.drawImage(bitmap, 0, 0, w, h);
  bitmap.close();
  const picture = layOnBackground(context.getImageData(0, 0, w, h), 3, 'white');
  return unitFloats(fitImage(picture, { height, width, channels }).data);
}
