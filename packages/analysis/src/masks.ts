import { RnpError } from '@rnp/errors';
import { check } from './options.js';

/**
 * @param pixels how many each must have; null: as many as the first
 * @returns how many each has; null where there are no masks
 * @throws RnpError RNP_CONFIG for what is no list of masks of one size
 */
export function checkMasks(
  path: string,
  masks: readonly ArrayLike<number>[],
  pixels: number | null,
): number | null {
  let wanted = pixels;
  check.list(path, masks, (at, mask) => {
    wanted = checkImage(at, mask as ArrayLike<number>, wanted);
  });
  return wanted;
}

/**
 * @param size how many numbers it must have; null: any
 * @returns how many it has
 * @throws RnpError RNP_CONFIG for what is no list of finite numbers of this size
 */
export function checkImage(path: string, image: ArrayLike<number>, size: number | null): number {
  check.array(path, image);
  if (size !== null && image.length !== size) {
    throw new RnpError('RNP_CONFIG', `has ${image.length} numbers, not ${size} as the others`, { path });
  }
  for (let i = 0; i < image.length; i++) {
    if (!Number.isFinite(image[i])) check.number(`${path}[${i}]`, image[i]);
  }
  return image.length;
}
