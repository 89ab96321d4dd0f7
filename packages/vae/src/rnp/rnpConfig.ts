import { RnpError } from '@rnp/errors';
import { type DecoderConfig, type DecoderOptions, decoderConfig } from '@rnp/recursive-decoder';
import { checkSetting } from '../checks.js';
import { type Looks, requireLooks } from '../encoder/looks.js';
import { type EncoderName, encoderNames } from '../encoder/namedEncoder.js';
import { type NoiseScale, requireNoiseScale } from '../posterior.js';
import { modelSettings } from './modelSettings.js';

/** Everything that defines an RNP except its weights; plain JSON. */
export interface RnpConfig extends DecoderConfig {
  /** `custom` when the caller gave an encoder of his own. */
  readonly encoder: EncoderName | 'custom';
  /** Which nodes of a tree the encoder looks at. */
  readonly looks: Looks;
  readonly noiseScale: NoiseScale;
}

/** An RNP's settings as a user gives them; missing ones get their defaults. */
export type RnpOptions = DecoderOptions & Partial<Pick<RnpConfig, 'encoder' | 'looks' | 'noiseScale'>>;

/**
 * Defaults filled in and every field checked, also of data read from a file.
 *
 * @throws RnpError RNP_CONFIG, or the decoder's own error, naming the field
 */
export function rnpConfig(options: RnpOptions = {}): RnpConfig {
  checkSetting.object('config', options);
  const {
    encoder = modelSettings.encoder.default,
    looks = modelSettings.looks.default,
    noiseScale = modelSettings.noiseScale.default,
    ...decoder
  } = options;
  const checked = decoderConfig(decoder);
  checkSetting.choice('encoder', encoder, [...encoderNames, 'custom']);
  requireLooks('looks', looks);
  requireNoiseScale('noiseScale', noiseScale);
  if (encoder === 'custom' && looks !== 'top') {
    const problem = `is '${looks}', and an encoder of your own looks at whole images alone; leave it out`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'looks' });
  }
  return { ...checked, encoder, looks, noiseScale };
}
