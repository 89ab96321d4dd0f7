import { type DecoderConfig, type DecoderOptions, decoderConfig } from '@rnp/recursive-decoder';
import { checkSetting } from '../checks.js';
import { type EncoderName, encoderNames } from '../encoder/namedEncoder.js';
import { type NoiseScale, requireNoiseScale } from '../posterior.js';
import { modelSettings } from './modelSettings.js';

/** Everything that defines an RNP except its weights; plain JSON. */
export interface RnpConfig extends DecoderConfig {
  /** `custom` when the caller gave an encoder of his own. */
  readonly encoder: EncoderName | 'custom';
  readonly noiseScale: NoiseScale;
}

/** An RNP's settings as a user gives them; missing ones get their defaults. */
export type RnpOptions = DecoderOptions & Partial<Pick<RnpConfig, 'encoder' | 'noiseScale'>>;

/**
 * Defaults filled in and every field checked, also of data read from a file.
 *
 * @throws RnpError RNP_CONFIG, or the decoder's own error, naming the field
 */
export function rnpConfig(options: RnpOptions = {}): RnpConfig {
  checkSetting.object('config', options);
  const {
    encoder = modelSettings.encoder.default,
    noiseScale = modelSettings.noiseScale.default,
    ...decoder
  } = options;
  const checked = decoderConfig(decoder);
  checkSetting.choice('encoder', encoder, [...encoderNames, 'custom']);
  requireNoiseScale('noiseScale', noiseScale);
  return { ...checked, encoder, noiseScale };
}
