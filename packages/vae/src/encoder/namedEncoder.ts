import { checkSetting } from '../checks.js';
import type { Encoder } from './encoder.js';
import type { LayeredEncoder } from './layeredEncoder.js';
import { lightEncoder } from './lightEncoder.js';
import { paperEncoder } from './paperEncoder.js';
import { type RecursiveEncoder, recursiveEncoder } from './recursiveEncoder.js';

/** Encoders that come with the package. */
export type EncoderName = 'light' | 'paper';

export const encoderNames: readonly EncoderName[] = Object.freeze(['light', 'paper']);

export function namedEncoder(
  name: EncoderName,
  imageShape: readonly [number, number, number],
  latent: number,
): Encoder {
  return built(name, imageShape, latent);
}

/** The same that looks at the parts of so many levels, too, from the top. */
export function lookingEncoder(
  name: EncoderName,
  [height, width, channels]: readonly [number, number, number],
  latent: number,
  levels: number,
): RecursiveEncoder {
  return recursiveEncoder(built(name, [height, width, 2 * channels], latent), latent, levels);
}

function built(
  name: EncoderName,
  imageShape: readonly [number, number, number],
  latent: number,
): LayeredEncoder {
  checkSetting.choice('encoder', name, encoderNames);
  return name === 'light' ? lightEncoder(imageShape, latent) : paperEncoder(imageShape, latent);
}
