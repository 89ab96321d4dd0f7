// h height, w width of the canvas
import { option, type Wording, worded } from '@rnp/errors';
import type { ExplainedPicture } from '../explain/explainPicture.js';

/**
 * The least share of ink that is warned of. Tried by hand on 2026-12-02: of 184 pictures of one to four digits, 20 to 62 and 60 to 400 pixels large,
 * whose digits were all found, 174 left less, and the others 0.09 at most; of 8 pages with two digits of very different sizes, of which one was
 * missed, all left more, up to 0.22.
 */
const muchInk = 0.05;
/** Ink is explained where, at it or beside it, at least this much of it is drawn. */
const drawnShare = 0.5;

/** Share of a picture's ink, 0 to 1, that no object draws. What is only near to an object is not explained by that. */
export function inkLeftOf({ scene, canvas }: Pick<ExplainedPicture, 'scene' | 'canvas'>): number {
  const [h, w] = scene.imageShape;
  const drawnAbout = (at: number): number => {
    const [x, y] = [at % w, Math.floor(at / w)];
    let most = 0;
    for (let row = Math.max(0, y - 1); row <= Math.min(h - 1, y + 1); row++)
      for (let column = Math.max(0, x - 1); column <= Math.min(w - 1, x + 1); column++)
        most = Math.max(most, scene.drawing[row * w + column]!);
    return most;
  };
  let [ink, left] = [0, 0];
  scene.figure.forEach((is, at) => {
    if (is === 0) return;
    ink++;
    if (drawnAbout(at) < drawnShare * canvas.data[at]!) left++;
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
