import type { ModelKind, Network } from './network.js';

/**
 * The part of a network that is not what its spec says, since a copy was given another one: such a network cannot be
 * saved by its config, which would build the usual one. A part that the config calls `custom` is what the spec says.
 *
 * @returns null where all of it is
 */
export function ownPart(
  network: Network,
): 'encoder' | 'decoder' | 'imageShape' | 'latent' | 'noiseScale' | null {
  const { spec, built } = network;
  if (spec === undefined || network.decoder !== built?.decoder) return 'decoder';
  if (network.encoder !== built.encoder) return 'encoder';
  const { config } = spec;
  if (String(network.imageShape) !== String(config.imageShape)) return 'imageShape';
  if (network.latent !== config.latent) return 'latent';
  return network.noiseScale === config.noiseScale ? null : 'noiseScale';
}

/** The part of a network that its config does not hold, so that the config is not enough to build it again elsewhere. */
export function untoldPart(network: Network): ReturnType<typeof ownPart> | 'leaf' {
  const own = ownPart(network);
  if (own !== null) return own;
  const { config } = network.spec!;
  if (config.encoder === 'custom') return 'encoder';
  return 'leaf' in config && config.leaf.kind === 'custom' ? 'leaf' : null;
}

/** What a network's decoder is; null for one of the caller's own. */
export function kindOf(network: Network): ModelKind | null {
  const { spec, built, decoder } = network;
  return spec !== undefined && decoder === built?.decoder ? spec.kind : null;
}
