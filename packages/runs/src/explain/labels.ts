// h height, w width
import { decodeMask } from '@rnp/images';
import type { ParseTree } from '@rnp/recursive-decoder';
import type { SceneExplanation } from '@rnp/scenes';
import { refused } from '../checks.js';
import type { KeptMask } from './masks.js';

/** Which pixels are which: 0 is ground, or the label of an object or a part, 255 at most. */
export interface Labels {
  readonly width: number;
  readonly height: number;
  /** [h·w] */
  readonly data: Uint8Array;
}

/** Of each pixel of a scene 1 + the position of its object. */
export function objectLabels({ imageShape: [height, width], owners, figure }: SceneExplanation): Labels {
  return { width, height, data: owners.map((owner, at) => (figure[at] === 0 ? 0 : owner)) };
}

/**
 * Of each pixel of a tree's image the step of its part.
 *
 * @param masks of `masksOfTree`
 * @throws RnpError RNP_CONFIG for more parts than a palette has colours
 */
export function partLabels({ imageShape, root }: ParseTree, masks: readonly KeptMask[]): Labels {
  const [height, width] = imageShape;
  const data = new Uint8Array(height * width);
  for (const { path, mask } of masks) {
    if (path.length !== 1) continue;
    const { step } = root.children[path[0]!]!;
    if (step > 255)
      throw refused('options.masks', 'can tell 255 parts apart in a picture, and there are more');
    decodeMask(mask).forEach((is, at) => {
      if (is !== 0) data[at] = step;
    });
  }
  return { width, height, data };
}

/** The same in another size, each pixel as the one of the old ones that it lies on. */
export function scaledLabels({ width, height, data }: Labels, toWidth: number, toHeight: number): Labels {
  const columns = Int32Array.from({ length: toWidth }, (_, x) => Math.floor(((x + 0.5) * width) / toWidth));
  const scaled = new Uint8Array(toWidth * toHeight);
  for (let y = 0; y < toHeight; y++) {
    const from = Math.floor(((y + 0.5) * height) / toHeight) * width;
    for (let x = 0; x < toWidth; x++) scaled[y * toWidth + x] = data[from + columns[x]!]!;
  }
  return { width: toWidth, height: toHeight, data: scaled };
}
