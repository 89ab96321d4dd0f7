// h height, w width, c channels of the canvas
import type { Scene } from '@rnp/datasets';
import type { SceneExplanation } from '@rnp/scenes';
import { check, type Look, refused } from '../checks.js';
import { areFloats, isShape } from './explainLooks.js';

/** A scene and what was found in it, such as `measureScenes` tells. */
export interface ShownScene {
  readonly found: Pick<SceneExplanation, 'objects' | 'drawing' | 'owners' | 'figure' | 'squaredError'>;
  /** Its image, [h·w·c] bytes of a shape [h, w, c], and the objects that are there. */
  readonly truth: Pick<Scene, 'image' | 'imageShape'> & { readonly objects: readonly unknown[] };
}

export const isShown: Look = (path, value) => {
  check.object(path, value);
  const { found, truth } = value as ShownScene;
  check.object(`${path}.truth`, truth);
  isShape(`${path}.truth.imageShape`, truth.imageShape);
  const [height, width, channels] = truth.imageShape;
  const pixels = height * width;
  check.bytes(`${path}.truth.image`, truth.image);
  check.choice(`${path}.truth.image.length`, truth.image.length, [pixels * channels]);
  check.list(`${path}.truth.objects`, truth.objects, () => undefined);
  check.object(`${path}.found`, found);
  const { objects, drawing, owners, figure, squaredError } = found;
  check.number(`${path}.found.squaredError`, squaredError);
  check.list(`${path}.found.objects`, objects, check.object);
  areFloats(`${path}.found.drawing`, drawing);
  check.choice(`${path}.found.drawing.length`, drawing.length, [pixels * channels]);
  for (const [name, bytes] of Object.entries({ owners, figure })) {
    check.bytes(`${path}.found.${name}`, bytes);
    check.choice(`${path}.found.${name}.length`, bytes.length, [pixels]);
  }
  const most = owners.reduce((max, owner) => Math.max(max, owner), 0);
  if (most > objects.length)
    throw refused(`${path}.found.owners`, `names object ${most} of ${objects.length}`);
};
