import { RnpError } from '@rnp/errors';
import { countOf } from '@rnp/nn';
import { decoderShapes } from '@rnp/recursive-decoder';
import type { RnpConfig } from '../rnp/rnpConfig.js';
import { convVaeNetwork } from './convVae.js';
import { type ConvVaeConfig, defaultConvVaeConfig } from './convVaeConfig.js';

/**
 * The baseline of Fig. 4A for an RNP: a convolutional VAE with the same encoder, latent size and primitives, whose
 * hidden layer is so wide that it has about as many decoder parameters as the RNP. The numbers differ by at most half a
 * unit of that layer, unless a single unit has too many already.
 *
 * @throws RnpError RNP_CONFIG when the RNP has its own encoder, which a config cannot name; the decoder's own errors
 *   for an incomplete config
 */
export function convVaeLike(config: RnpConfig): ConvVaeConfig {
  const count = countOf(decoderShapes(config));
  const { imageShape, latent, encoder, noiseScale, leaf } = config;
  if (encoder === 'custom') {
    throw new RnpError('RNP_CONFIG', 'must be light or paper to be the baseline’s, too', { path: 'encoder' });
  }
  const primitives = leaf.kind === 'primitives' ? leaf.images : null;
  const like = { ...defaultConvVaeConfig, imageShape, latent, encoder, noiseScale, primitives };
  const withHidden = (hidden: number): number => countOf(convVaeNetwork({ ...like, hidden }).decoder.shapes);
  const [base, two] = [withHidden(1), withHidden(2)];
  const hidden = 1 + Math.round((count - base) / (two - base));
  return { ...like, hidden: Math.max(1, hidden) };
}
