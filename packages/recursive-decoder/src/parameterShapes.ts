import { type HypernetConfig, hypernetShapes } from '@rnp/hypernet';
import { type Shapes, sizeOf } from '@rnp/nn';
import type { DecoderConfig } from './decoderConfig.js';
import { groundShapes } from './program/ground.js';
import { policyShapes, stateShapes } from './program/moduleShapes.js';

/** The two generators: of the state module (what) and of the policy module (where). */
export type ModuleName = 'state' | 'policy';

/** H_state or H_policy as @rnp/hypernet takes it. */
export function hypernetConfig(config: DecoderConfig, module: ModuleName): HypernetConfig {
  return {
    latent: config.latent,
    hidden: config.hyperHidden,
    layers: module === 'state' ? config.stateLayers : config.policyLayers,
    outputs: module === 'state' ? stateShapes(config) : policyShapes(config),
    ...(config.generator === 'gain' && { generator: 'gain' }),
    ...(config.generator === 'mixture' && { generator: 'mixture', bases: config.bases }),
  };
}

/**
 * The shapes of all trainable parameters, by name: `state/…` of H_state, `policy/…` of H_policy, `ground/…`
 * of what draws the ground. With the embedding generator only `…/output/<name>` exist of the first two, [1, size]: the shared weights themselves.
 */
export function parameterShapes(config: DecoderConfig): Shapes {
  const shapes: Record<string, readonly number[]> = {};
  for (const module of ['state', 'policy'] as const) {
    const own = hypernetConfig(config, module);
    const entries = config.generator === 'embedding' ? sharedShapes(own.outputs) : hypernetShapes(own);
    for (const [name, shape] of Object.entries(entries)) shapes[`${module}/${name}`] = shape;
  }
  return { ...shapes, ...groundShapes(config) };
}

function sharedShapes(outputs: Shapes): Shapes {
  const shapes: Record<string, readonly number[]> = {};
  for (const [name, shape] of Object.entries(outputs)) {
    shapes[`output/${name}`] = [1, sizeOf(shape)];
  }
  return shapes;
}
