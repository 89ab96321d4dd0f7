import type { SettingRow } from '@rnp/errors';
import { type BesideDecoder, type DecoderRows, decoderSettings } from '@rnp/recursive-decoder';
import { type Looks, looks } from '../encoder/looks.js';
import { type EncoderName, encoderNames } from '../encoder/namedEncoder.js';
import { type NoiseScale, noiseScales } from '../posterior.js';

type OwnRows = {
  readonly encoder: SettingRow<EncoderName, BesideDecoder>;
  readonly looks: SettingRow<Looks, BesideDecoder>;
  readonly noiseScale: SettingRow<NoiseScale, BesideDecoder>;
};

const ownRows: OwnRows = {
  encoder: {
    default: 'light',
    values: { type: 'choice', of: encoderNames },
    meaning: 'network from image to program',
    example: 'paper',
  },
  looks: {
    default: 'top',
    values: { type: 'choice', of: looks },
    meaning:
      'what the encoder looks at: the image; its parts, too, each through its frame; or the parts of every program',
    example: 'parts',
    ofParts: true,
  },
  noiseScale: {
    default: 'deviation',
    values: { type: 'choice', of: noiseScales },
    meaning:
      'factor of the noise: the posterior’s deviation exp(½lv), or its variance exp(lv), as in the authors’ code',
    example: 'variance',
  },
};

/** Every setting of an RNP that a row describes: the decoder's, and how it encodes. */
export const modelSettings: DecoderRows & OwnRows = /* @__PURE__ */ Object.freeze({
  ...decoderSettings,
  ...ownRows,
});
