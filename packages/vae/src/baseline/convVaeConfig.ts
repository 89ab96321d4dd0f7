import { RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';
import { type EncoderName, encoderNames } from '../encoder/namedEncoder.js';
import { requireImageShape } from '../imageShape.js';
import { type NoiseScale, requireNoiseScale } from '../posterior.js';

/** The baseline of Fig. 4A: a convolutional VAE, if wanted with given images as its last layer's fixed filters. */
export interface ConvVaeConfig {
  readonly imageShape: readonly [number, number, number];
  readonly latent: number;
  readonly encoder: EncoderName;
  readonly noiseScale: NoiseScale;
  /** Width of the dense layer after z. */
  readonly hidden: number;
  /** Channels at a quarter and at half of the image's size; with primitives the second is their number. */
  readonly channels: readonly [number, number];
  /** [n][h][w]: fixed filters of the last layer; null for trained 4×4 filters. */
  readonly primitives: readonly (readonly (readonly number[])[])[] | null;
}

export const defaultConvVaeConfig: ConvVaeConfig = Object.freeze({
  imageShape: Object.freeze([28, 28, 1]) as readonly [number, number, number],
  latent: 16,
  encoder: 'light',
  noiseScale: 'deviation',
  hidden: 64,
  channels: Object.freeze([32, 16]) as readonly [number, number],
  primitives: null,
});

/** @throws RnpError RNP_CONFIG naming the setting */
export function checkConvVaeConfig(config: ConvVaeConfig): void {
  checkSetting.options('config', config, Object.keys(defaultConvVaeConfig));
  requireImageShape('imageShape', config.imageShape);
  checkSetting.numbers('channels', config.channels, 2);
  const whole = (name: string, value: number): void => checkSetting.wholeNumber(name, value, 1);
  for (const [i, size] of config.channels.entries()) whole(`channels[${i}]`, size);
  whole('latent', config.latent);
  whole('hidden', config.hidden);
  checkSetting.choice('encoder', config.encoder, encoderNames);
  requireNoiseScale('noiseScale', config.noiseScale);
  if (config.primitives !== null) requirePrimitives(config.primitives);
}

/** @throws RnpError RNP_CONFIG unless these are images of one size, at least one */
function requirePrimitives(primitives: NonNullable<ConvVaeConfig['primitives']>): void {
  checkSetting.list('primitives', primitives, (path, image) =>
    checkSetting.list(path, image, (row, values) =>
      checkSetting.numbers(row, values, primitives[0]?.[0]?.length),
    ),
  );
  const rows = primitives[0]?.length ?? 0;
  if (rows === 0 || primitives.some((image) => image.length !== rows)) {
    throw new RnpError('RNP_CONFIG', 'must be images of one size, at least one', { path: 'primitives' });
  }
}
