// z latent, f features of a hypernetwork, S and P weights of a program's state and policy module
import { sizeOf } from '@rnp/nn';
import type { DecoderConfig } from '../decoderConfig.js';
import { patchDecoder } from '../leaf/patchDecoder.js';
import { hypernetConfig } from '../parameterShapes.js';
import { policyShapes, stateCoreShapes } from '../program/moduleShapes.js';

/** The sizes that the kernels of a tree's energy go by. */
export interface EnergySizes {
  readonly latent: number;
  readonly hidden: number;
  readonly cellInput: number;
  readonly features: number;
  /** Of each hypernetwork. */
  readonly layers: { readonly state: number; readonly policy: number };
  /** S and P. */
  readonly weights: { readonly state: number; readonly policy: number };
  /** What a program generates for its patch decoder: kernel1, bias1, kernel2, bias2. */
  readonly leaf: readonly number[];
  /** 1 when states pass elu. */
  readonly elu: number;
  readonly soft: boolean;
  readonly children: readonly number[];
  readonly scaleOffset: readonly number[];
  readonly patch: readonly [number, number];
  readonly imageShape: readonly [number, number, number];
}

/** Generators whose weights are a product of features; of a mixture, by its matrices multiplied out. */
const linear: readonly DecoderConfig['generator'][] = ['hypernet', 'mixture'];

/** What H_state generates for the dense patch decoder, in the order in which its kernel reads it. */
export const leafNames = ['decoder1/kernel', 'decoder1/bias', 'decoder2/kernel', 'decoder2/bias'] as const;

/**
 * Undefined where trees have no kernels of their own: gated cells, image feedback, gains, shared networks, other leaves, nested drawing, leaves
 * with alpha.
 */
export function energySizes(config: DecoderConfig): EnergySizes | undefined {
  const usual = config.cell === 'elman' && config.feedback === 'state' && linear.includes(config.generator);
  const summed = config.rendering === 'composed' && config.compositing === 'sum';
  if (!usual || config.leaf.kind !== 'dense' || !summed) return undefined;
  const total = (shapes: Readonly<Record<string, readonly number[]>>): number =>
    Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);
  const { shapes, patch } = patchDecoder(config);
  return {
    latent: config.latent,
    hidden: config.hidden,
    cellInput: config.cellInput,
    features: config.hyperHidden,
    layers: {
      state: hypernetConfig(config, 'state').layers,
      policy: hypernetConfig(config, 'policy').layers,
    },
    weights: { state: total(stateCoreShapes(config)), policy: total(policyShapes(config)) },
    leaf: leafNames.map((name) => sizeOf(shapes[name]!)),
    elu: config.stateActivation === 'elu' ? 1 : 0,
    soft: config.border === 'soft',
    children: config.childrenPerLevel,
    scaleOffset: config.scaleOffset,
    patch,
    imageShape: config.imageShape,
  };
}
