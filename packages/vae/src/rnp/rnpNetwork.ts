import { RnpError } from '@rnp/errors';
import {
  decoderShapes,
  initDecoder,
  type LeafDecoder,
  requireLeaf,
  unrollInferred,
} from '@rnp/recursive-decoder';
import { checkSetting } from '../checks.js';
import { type Encoder, type EncoderFunction, encoderFromFunction } from '../encoder/encoder.js';
import { levelsOf } from '../encoder/looks.js';
import { lookingEncoder, namedEncoder } from '../encoder/namedEncoder.js';
import type { Decoder, Network, NetworkSpec } from '../network.js';
import { kindOf } from '../ownPart.js';
import { requireNoiseScale } from '../posterior.js';
import { requireEncoder } from '../requireNetwork.js';
import { drawTrees } from './drawTrees.js';
import type { RnpConfig } from './rnpConfig.js';

export interface RnpNetwork extends Network {
  readonly spec: NetworkSpec & { readonly kind: 'rnp' };
  /** The caller's own, where the config says `custom`. */
  readonly leaf?: LeafDecoder;
}

/** Whether the network's decoder runs programs, so that its drawings have parts; its spec says so. */
export function isRnpNetwork(network: Network): network is RnpNetwork {
  return kindOf(network) === 'rnp';
}

/** The parts that a config cannot hold, because they are not JSON. */
export interface RnpParts {
  /** An encoder of one's own, or a fixed function images → posterior; needed when the config says `custom`. */
  readonly encoder?: Encoder | EncoderFunction;
  /** A leaf decoder of one's own; needed when the config's `leaf` is `custom`. */
  readonly leaf?: LeafDecoder;
}

/**
 * Encoder and recursive decoder of a config.
 *
 * @param parts needed where the config says `custom`
 * @throws RnpError RNP_CONFIG, or the decoder's own errors, for an incomplete config, or a missing or other encoder or leaf decoder
 *   than the config names
 */
export function rnpNetwork(config: RnpConfig, parts: RnpParts = {}): RnpNetwork {
  checkSetting.options('parts', parts, [], ['encoder', 'leaf']);
  const { encoder, leaf } = parts;
  const decoder = recursiveDecoder(config, leaf);
  const { imageShape, latent, noiseScale } = config;
  requireNoiseScale('noiseScale', noiseScale);
  const built = { encoder: encoderOf(config, encoder), decoder };
  const own = leaf === undefined ? {} : { leaf };
  return { spec: { kind: 'rnp', config }, imageShape, latent, noiseScale, ...built, built, ...own };
}

function encoderOf(config: RnpConfig, given: Encoder | EncoderFunction | undefined): Encoder {
  if (given !== undefined && config.encoder !== 'custom') {
    const problem = `is '${config.encoder}'; set it to 'custom' for an encoder of your own`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'encoder' });
  }
  if (typeof given === 'function') return encoderFromFunction(given);
  if (given !== undefined) {
    requireEncoder('encoder', given);
    return given;
  }
  if (config.encoder === 'custom') {
    throw new RnpError('RNP_CONFIG', 'this model has an encoder of its own; pass it as `encoder`', {
      path: 'encoder',
    });
  }
  const { encoder, imageShape, latent, looks, childrenPerLevel } = config;
  const levels = levelsOf(looks, childrenPerLevel.length);
  return levels === 0
    ? namedEncoder(encoder, imageShape, latent)
    : lookingEncoder(encoder, imageShape, latent, levels);
}

function recursiveDecoder(config: RnpConfig, leaf: LeafDecoder | undefined): Decoder {
  requireLeaf(config, leaf);
  return {
    shapes: decoderShapes(config),
    normed: ['state', 'policy'],
    init: (random) => initDecoder(config, random),
    decode: (parameters, program, { parts = false, innerPatches = false, given = [], ground } = {}) => {
      const { unrolled: own, predicted } = unrollInferred(parameters, config, program, given, {
        innerPatches,
        leaf,
      });
      const unrolled = ground ? { ...own, ground } : own;
      const rendering = drawTrees(unrolled, config, { parts });
      return { canvas: rendering.canvas, tree: { config, unrolled, rendering, predicted } };
    },
  };
}
