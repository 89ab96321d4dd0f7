import { fitImage, type Raster } from '@rnp/viz';
import type { LoadedModel } from '../engine/messages.js';
import { pixelsOfFile } from './pictureFile.js';
import { pixelsOfStrokes, type Stroke } from './strokes.js';

/** What lies on the pad: as the visitor gave it, so that any model can be shown it in its own size. */
export type Drawing =
  | { readonly kind: 'strokes'; readonly strokes: readonly Stroke[] }
  | { readonly kind: 'picture'; readonly file: Blob }
  /** In the size of some model: out of the box, or drawn by a model. `example`: nobody has chosen it yet. */
  | { readonly kind: 'image'; readonly image: Raster; readonly example: boolean };

export const emptyPad: Drawing = Object.freeze({ kind: 'strokes', strokes: [] });

export function isEmpty(drawing: Drawing): boolean {
  return drawing.kind === 'strokes' && drawing.strokes.length === 0;
}

/**
 * A drawing as a model takes it.
 *
 * @returns [h·w·c] in [0, 1]; null where there is nothing to be seen
 * @throws Error for a file that is no picture
 */
export async function pixelsOf(
  drawing: Drawing,
  { config: { imageShape } }: LoadedModel,
): Promise<Float32Array | null> {
  switch (drawing.kind) {
    case 'strokes':
      return pixelsOfStrokes(drawing.strokes, imageShape);
    case 'picture':
      return pixelsOfPicture(drawing.file, imageShape);
    case 'image':
      return fitted(drawing.image, imageShape);
  }
}

/** The same pixels where they are of the right size. */
function fitted(image: Raster, [height, width, channels]: readonly [number, number, number]): Float32Array {
  if (String([image.height, image.width, image.channels]) === String([height, width, channels]))
    return image.data;
  return fitImage(image, { height, width, channels, invert: false }).data;
}

/** Of each file, for the last model: files are large, and looked at more than once. */
const known = new WeakMap<Blob, { readonly shape: string; readonly pixels: Promise<Float32Array> }>();

function pixelsOfPicture(file: Blob, shape: readonly [number, number, number]): Promise<Float32Array> {
  const before = known.get(file);
  if (before?.shape === String(shape)) return before.pixels;
  const pixels = pixelsOfFile(file, shape);
  known.set(file, { shape: String(shape), pixels });
  return pixels;
}
