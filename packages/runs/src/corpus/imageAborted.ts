import type { ImageError } from './listing.js';

/** What ended may have been the victim of another program, or of a person: the second time it is the image. */
const maxEnds = 2;

/**
 * The error of an image that ends whatever reads it.
 *
 * @param what happened, and how often
 */
export function imageAborted(path: string, what: string): ImageError {
  return {
    code: 'RNP_IMAGE_ABORTED',
    message: `${path}: while it was read, ${what}. Make it smaller, export it again, or leave it out.`,
  };
}

/**
 * Why an image is not read again; null where it may be.
 *
 * @param ends the image that was being read, for each program that was killed meanwhile
 */
export function killedRefusal(path: string, ends: readonly string[]): ImageError | null {
  const count = ends.filter((end) => end === path).length;
  return count < maxEnds ? null : imageAborted(path, `the whole program was killed ${count} times`);
}
