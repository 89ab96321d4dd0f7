import { RnpError } from '@rnp/errors';
import type { LeafConfig } from './leaf/leafKinds.js';

/** Height, width, channels. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Everything that defines a decoder except its weights. Plain JSON. Arrays per level run from the top down. */
export interface DecoderConfig {
  readonly imageShape: ImageShape;
  /** |z|, the size of a program. */
  readonly latent: number;
  /** Children per program at each level; the length is the depth K. */
  readonly childrenPerLevel: readonly number[];
  /** Added to every scale at each level; larger draws smaller parts. */
  readonly scaleOffset: readonly number[];
  /** Width of the generated encoders' and dense decoder's hidden layers. */
  readonly hidden: number;
  /** What the generated encoders hand to the recurrent cells. */
  readonly cellInput: number;
  /** Width of the hypernetworks' hidden layers. */
  readonly hyperHidden: number;
  /** Hidden layers of H_state. */
  readonly stateLayers: number;
  /** Hidden layers of H_policy. */
  readonly policyLayers: number;
  readonly cell: 'elman' | 'gru' | 'lstm';
  /** f of the elman state cell; acts on z_0 with every cell. */
  readonly stateActivation: 'identity' | 'elu';
  /** What the encoders read of step t − 1: its state (Algorithm 1), or its decoded patch (Fig. 5C). */
  readonly feedback: 'state' | 'image';
  /**
   * How a program says what its networks do: their weights are generated from it by a hypernetwork, mixed of a handful of networks, or shared with a
   * gain for each unit; or shared by all programs, which are then an extra input (the paper's Discussion).
   */
  readonly generator: 'hypernet' | 'mixture' | 'gain' | 'embedding';
  /** How many networks a mixture is of. */
  readonly bases: number;
  readonly leaf: LeafConfig;
  /** Resample at every level (Eq. 1), or once per leaf with the composed map. */
  readonly rendering: 'nested' | 'composed';
  /**
   * How parts that meet are drawn: summed up, or laid over each other in the order of drawing, later ones above (Porter & Duff 1984, *over*);
   * each leaf then has one channel more, how much of what is behind it covers.
   */
  readonly compositing: 'sum' | 'over';
  /** What is behind all parts, where they are laid over each other: nothing, which is black, or a small picture that the top program draws over the whole image. */
  readonly ground: 'none' | 'program';
  /** How an inner part's frame ends in composed rendering: cut off, or fading over a pixel of the image, with its gradient. */
  readonly border: 'hard' | 'soft';
  /** Size of inner parts' canvases in nested rendering; the image's size when left out. */
  readonly canvas?: readonly [height: number, width: number];
}

/** Depth K of the tree: how often the hypernetworks are applied on the way from the top to a leaf. */
export function depthOf(config: DecoderConfig): number {
  requireLists(config);
  return config.childrenPerLevel.length;
}

/** @throws RnpError RNP_CONFIG for what is clearly no config; `decoderConfig` checks all of one */
export function requireLists(config: DecoderConfig): void {
  const { childrenPerLevel, imageShape, leaf } = (config ?? {}) as Partial<DecoderConfig>;
  const lists: readonly (readonly [string, unknown])[] = [
    ['childrenPerLevel', childrenPerLevel],
    ['imageShape', imageShape],
    ...(leaf?.kind === 'dense' || leaf?.kind === 'custom' ? [['leaf.patch', leaf.patch] as const] : []),
    ...(leaf?.kind === 'primitives' ? [['leaf.images', leaf.images] as const] : []),
  ];
  for (const [name, value] of lists) {
    if (!Array.isArray(value))
      throw new RnpError('RNP_CONFIG', 'is no list; decoderConfig makes a config', { path: name });
  }
  if (typeof leaf?.kind !== 'string')
    throw new RnpError('RNP_CONFIG', 'is missing; decoderConfig makes a config', { path: 'leaf' });
}
