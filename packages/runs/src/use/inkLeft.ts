import { option, type Wording, worded } from '@rnp/errors';
import type { SceneExplanation } from '@rnp/scenes';

/**
 * The least share of ink that is warned of. Tried by hand on 2026-12-02: of 40 pages of ruled paper with one to four digits, 1.8 to 3.2 times as
 * large as MNIST's, 39 left 0.036 at most, and one, of whose four digits two were missed, 0.262; pages with digits 1, 2 and 6 times as large left 0.070
 * to 0.239, and lacked at least one of them.
 */
const muchInk = 0.05;

/** Share of a scene's ink, 0 to 1, that no object has. */
export function inkLeftOf({ figure, owners }: Pick<SceneExplanation, 'figure' | 'owners'>): number {
  let [ink, left] = [0, 0];
  figure.forEach((is, pixel) => {
    if (is === 0) return;
    ink++;
    if (owners[pixel] === 0) left++;
  });
  return ink === 0 ? 0 : left / ink;
}

/** A line, where much is left. @param size the larger side of the objects that were looked for, in pixels of the picture */
export function inkLeftLines(share: number, size: number): readonly Wording[] {
  if (share < muchInk) return [];
  return [
    worded`${Math.floor(100 * share)} % of the ink is explained by no object: one that is far smaller or larger than ${Math.round(size)} pixels may be left out, or taken for several; look for it by its own ${option('size')}`,
  ];
}
