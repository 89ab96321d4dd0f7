import {
  type ConvVaeNetwork,
  convVaeLike,
  convVaeNetwork,
  createConvVae,
  createRnp,
  expectedShapes,
  type Model,
  type Rnp,
  type RnpConfig,
  rnpNetwork,
  type Weights,
} from '@rnp/vae';

/**
 * The network of a run: the Recursive Neural Program, or the baseline of Fig. 4A with about as many decoder
 * parameters.
 */
export type NetworkKind = 'rnp' | 'conv-vae';

/** The kinds of network. */
export const networkKinds: readonly NetworkKind[] = Object.freeze(['rnp', 'conv-vae'] as const);

export type RunModel = Rnp | Model<ConvVaeNetwork>;

/**
 * @param config of the RNP; a baseline is made like it, see `convVaeLike`
 * @param from seeds fresh weights, or holds those of an earlier session
 * @throws RnpError RNP_CONFIG naming the setting
 */
export function runModel(
  kind: NetworkKind,
  config: RnpConfig,
  from: { readonly seed: number } | { readonly weights: Weights },
): RunModel {
  return kind === 'rnp' ? createRnp(config, from) : createConvVae(convVaeLike(config), from);
}

/** Shapes of all weights of `runModel`. */
export function runShapes(kind: NetworkKind, config: RnpConfig): ReturnType<typeof expectedShapes> {
  return expectedShapes(kind === 'rnp' ? rnpNetwork(config) : convVaeNetwork(convVaeLike(config)));
}
