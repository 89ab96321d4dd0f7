import type { ImageError } from './listing.js';

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
