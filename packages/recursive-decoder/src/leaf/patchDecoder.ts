import { type DecoderConfig, type ImageShape, requireLists } from '../decoderConfig.js';
import type { LeafDecoder } from './leafDecoder.js';
import { leafDecoderOf } from './leafKinds.js';
import { patchChannels } from './patchChannels.js';

/**
 * The leaf decoder of a config; every level decodes its states by it. With the embedding generator it reads
 * [state, program], as shared networks know their program only by reading it.
 *
 * @param own given where the config says `custom`; without it only shapes can be asked for
 * @throws RnpError RNP_CONFIG when `own` is not the one that the config tells of
 */
export function patchDecoder(config: DecoderConfig, own?: LeafDecoder): LeafDecoder {
  const { latent, generator, hidden } = config;
  const inputs = generator === 'embedding' ? 2 * latent : latent;
  return leafDecoderOf(
    config.leaf,
    { inputs, hidden, channels: patchChannels(config), alpha: config.compositing === 'over' },
    own,
  );
}

/** [h, w, c] of a leaf's patch, alpha counted in. @throws RnpError RNP_CONFIG for what is clearly no config */
export function patchShape(config: DecoderConfig): ImageShape {
  requireLists(config);
  return [...patchDecoder(config).patch, patchChannels(config)];
}
