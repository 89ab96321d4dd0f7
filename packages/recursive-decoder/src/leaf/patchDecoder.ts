import { type DecoderConfig, type ImageShape, requireLists } from '../decoderConfig.js';
import type { LeafDecoder } from './leafDecoder.js';
import { leafDecoderOf } from './leafKinds.js';

/**
 * The leaf decoder of a config; every level decodes its states by it. With the embedding generator it reads
 * [state, program], as shared networks know their program only by reading it.
 *
 * @param own given where the config says `custom`; without it only shapes can be asked for
 * @throws RnpError RNP_CONFIG when `own` is not the one that the config tells of
 */
export function patchDecoder(config: DecoderConfig, own?: LeafDecoder): LeafDecoder {
  const { latent, generator, hidden, imageShape } = config;
  const inputs = generator === 'embedding' ? 2 * latent : latent;
  return leafDecoderOf(config.leaf, { inputs, hidden, channels: imageShape[2] }, own);
}

/** [h, w, c] of a leaf's patch. @throws RnpError RNP_CONFIG for what is clearly no config */
export function patchShape(config: DecoderConfig): ImageShape {
  requireLists(config);
  return [...patchDecoder(config).patch, config.imageShape[2]];
}
