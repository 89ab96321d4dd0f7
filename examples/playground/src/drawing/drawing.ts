import { fitImage, type Preprocessing, type Raster, unitFloats } from '@rnp/images';
import type { Engine } from '../engine/engine.js';
import type { LoadedModel } from '../engine/messages.js';
import { pictureSource } from './pictureSource.js';
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
  engine: Engine,
  drawing: Drawing,
  { config: { imageShape }, preprocessing }: LoadedModel,
): Promise<Float32Array | null> {
  switch (drawing.kind) {
    case 'strokes':
      return pixelsOfStrokes(drawing.strokes, imageShape);
    case 'picture':
      return pixelsOfPicture(engine, drawing.file, preprocessing);
    case 'image':
      return fitted(drawing.image, imageShape);
  }
}

/** The same pixels where they are of the right size. */
function fitted(image: Raster, [height, width, channels]: readonly [number, number, number]): Float32Array {
  if (String([image.height, image.width, image.channels]) === String([height, width, channels]))
    return image.data;
  const bytes = Uint8Array.from(image.data, (value) => 255 * Math.min(1, Math.max(0, value)) + 0.5);
  const { data } = fitImage({ ...image, data: bytes }, { height, width, channels, invert: false });
  return unitFloats(data);
}

/** Of each file, as the last model took it: files are large, and looked at more than once. */
const known = new WeakMap<Blob, { readonly as: string; readonly pixels: Promise<Float32Array | null> }>();

function pixelsOfPicture(
  engine: Engine,
  file: Blob,
  preprocessing: Preprocessing,
): Promise<Float32Array | null> {
  const as = JSON.stringify(preprocessing);
  const before = known.get(file);
  if (before?.as === as) return before.pixels;
  const pixels = pictureSource(file).then((source) => engine.ask('readPicture', { source, preprocessing }));
  known.set(file, { as, pixels });
  return pixels;
}
