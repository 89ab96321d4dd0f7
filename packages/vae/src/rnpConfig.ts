import { type DecoderConfig, type DecoderOptions, decoderConfig } from '@rnp/recursive-decoder';
import { checkSetting } from './checks.js';
import { type EncoderName, encoderNames } from './encoder/namedEncoder.js';
import { type PosteriorReading, requirePosteriorReading } from './posterior.js';

/** Everything that fixes an RNP but its weights; plain JSON. */
export interface RnpConfig extends DecoderConfig {
  /** `custom` when the caller gave an encoder of his own. */
  readonly encoder: EncoderName | 'custom';
  readonly posterior: PosteriorReading;
}

/** An RNP's settings as a user gives them; what is left out gets its default. */
export type RnpOptions = DecoderOptions & Partial<Pick<RnpConfig, 'encoder' | 'posterior'>>;

/**
 * Defaults filled in and every field checked, also of data read from a file.
 *
 * @throws ModelError RNP_CONFIG, or the decoder's own error, naming the field
 */
export function rnpConfig(options: RnpOptions = {}): RnpConfig {
  const { encoder = 'light', posterior = 'variance', ...decoder } = options ?? {};
  const checked = decoderConfig(decoder);
  checkSetting.choice('encoder', encoder, [...encoderNames, 'custom']);
  requirePosteriorReading('posterior', posterior);
  return { ...checked, encoder, posterior };
}
