import { checkSetting } from '../checks.js';
import type { Encoder } from './encoder.js';
import { lightEncoder } from './lightEncoder.js';
import { paperEncoder } from './paperEncoder.js';

/** Encoders that come with the package. */
export type EncoderName = 'light' | 'paper';

export const encoderNames: readonly EncoderName[] = Object.freeze(['light', 'paper']);

export function namedEncoder(
  name: EncoderName,
  imageShape: readonly [number, number, number],
  latent: number,
): Encoder {
  checkSetting.choice('encoder', name, encoderNames);
  return name === 'light' ? lightEncoder(imageShape, latent) : paperEncoder(imageShape, latent);
}
