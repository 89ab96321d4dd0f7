import type { DecoderConfig } from '../decoderConfig.js';
import { requireConfig } from '../inputChecks.js';
import { missingLeaf } from './custom.js';
import type { LeafDecoder } from './leafDecoder.js';
import { patchDecoder } from './patchDecoder.js';

/**
 * @param own the leaf decoder that the caller gives beside the config, if any
 * @throws RnpError RNP_CONFIG unless it is the one that the config tells of
 */
export function requireLeaf(config: DecoderConfig, own?: LeafDecoder): void {
  requireConfig(config);
  if (own === undefined && config.leaf.kind === 'custom') throw missingLeaf();
  patchDecoder(config, own);
}
