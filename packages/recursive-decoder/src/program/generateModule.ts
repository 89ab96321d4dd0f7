// n programs, z latent

import { generate } from '@rnp/hypernet';
import { type Parameters, select } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { hypernetConfig, type ModuleName } from '../parameterShapes.js';

/** Generated tensors by name, each [n, ...shape]: every program has its own weights. */
export type ModuleWeights = Readonly<Record<string, tf.Tensor>>;

/**
 * The weights of one module for a batch of programs.
 *
 * @param program [n, z]
 * @param names only these are generated
 * @returns each [n, ...shape]; the caller owns them
 */
export function generateModule(
  params: Parameters,
  config: DecoderConfig,
  module: ModuleName,
  program: tf.Tensor2D,
  names: readonly string[],
): ModuleWeights {
  const own = select(params, module);
  const generator = hypernetConfig(config, module);
  if (config.generator !== 'embedding') return generate(own, generator, program, names);
  const n = program.shape[0];
  // A product with ones rather than tile(): its gradient is one product, too, and both are fast on WASM.
  const ones = tf.ones([n, 1]);
  const weights: Record<string, tf.Tensor> = {};
  for (const name of names) {
    const copies = tf.matMul(ones, own[`output/${name}`] as tf.Tensor2D);
    weights[name] = tf.reshape(copies, [n, ...generator.outputs[name]!]);
    copies.dispose();
  }
  ones.dispose();
  return weights;
}
