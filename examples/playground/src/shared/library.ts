import type { ParseTree } from '@rnp/recursive-decoder';
import type { Engine } from '../engine/engine.js';
import type { LoadedModel } from '../engine/messages.js';

/** An image to begin with, and what the model in use makes of it. */
export interface LibraryImage {
  readonly label: string;
  readonly pixels: Float32Array;
  readonly tree: ParseTree;
}

/** Whether two images are the same; the drawing may have come out of an address. */
export function samePixels(a: Float32Array | undefined, b: Float32Array | undefined): boolean {
  return (
    a === b ||
    (a !== undefined && b !== undefined && a.length === b.length && a.every((value, i) => value === b[i]))
  );
}

/** Images of each data set, ten in a row; `npm run pictures` makes them. A model of another shape gets its own samples. */
const strips: Readonly<Record<string, { readonly shape: string; readonly noun: string }>> = {
  mnist: { shape: '28,28,1', noun: 'digit' },
  'fashion-mnist': { shape: '28,28,1', noun: 'garment' },
  omniglot: { shape: '28,28,1', noun: 'character' },
  'eth-80': { shape: '50,50,3', noun: 'object' },
};

/** Read once: an image that was chosen stays the one that was chosen. */
const read = new Map<string, Promise<Float32Array[]>>();

export async function libraryOf(
  engine: Engine,
  { id: model, name, config }: LoadedModel,
): Promise<LibraryImage[]> {
  const strip = Object.hasOwn(strips, name) ? name : 'mnist';
  const { shape, noun } = strips[strip]!;
  if (String(config.imageShape) !== shape) return [];
  const reading =
    read.get(strip) ?? readStrip(new URL(`./images/${strip}.png`, document.baseURI), config.imageShape);
  read.set(strip, reading);
  const images = await reading.catch((error: unknown) => {
    read.delete(strip);
    throw error;
  });
  const size = images[0]?.length ?? 0;
  const all = new Float32Array(images.length * size);
  for (const [index, pixels] of images.entries()) all.set(pixels, index * size);
  const { trees } = await engine.ask('parseAll', { model, pixels: all, count: images.length });
  return images.map((pixels, index) => ({ label: `${noun} ${index + 1}`, pixels, tree: trees[index]! }));
}

/** The images that stand beside each other in a picture. */
async function readStrip(url: URL, [h, w, c]: readonly [number, number, number]): Promise<Float32Array[]> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`the example images cannot be read: ${url.pathname} gives ${response.status}`);
  const bitmap = await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return Array.from({ length: Math.floor(bitmap.width / w) }, (_, index) => {
    const { data } = context.getImageData(index * w, 0, w, h);
    const pixels = new Float32Array(h * w * c);
    for (let at = 0; at < pixels.length; at++) pixels[at] = data[4 * Math.floor(at / c) + (at % c)]! / 255;
    return pixels;
  });
}
