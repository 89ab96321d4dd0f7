import { isRnpError } from '@rnp/errors';
import { select } from '@rnp/nn';
import {
  type ParseTally,
  type ParseTree,
  parseTrees,
  tallyParse,
  type Unrolled,
  unroll,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { noNumber, requirePrograms } from '../inputs.js';
import type { Weights } from '../weights.js';
import type { RnpConfig } from './rnpConfig.js';
import type { RnpNetwork } from './rnpNetwork.js';

/** The trees that programs [b, z] draw. @throws RnpError as `Model.parsePrograms` */
export function treesOf(network: RnpNetwork, weights: Weights, program: tf.Tensor2D): Promise<ParseTree[]> {
  return unrolled(network, weights, program, parseTrees);
}

/** The sums behind the parse metrics of what programs [b, z] draw. @throws RnpError as `Model.tallyPrograms` */
export function tallyOf(network: RnpNetwork, weights: Weights, program: tf.Tensor2D): Promise<ParseTally> {
  return unrolled(network, weights, program, tallyParse);
}

/** What is read of the trees that programs run to, which are freed then. */
async function unrolled<T>(
  { spec, leaf }: RnpNetwork,
  { parameters }: Weights,
  program: tf.Tensor2D,
  read: (unrolled: Unrolled, config: RnpConfig) => Promise<T>,
): Promise<T> {
  const { config } = spec;
  requirePrograms('program', program, config.latent);
  const trees = unroll(select(parameters, 'decoder'), config, program, { leaf });
  try {
    return await read(trees, config);
  } catch (error) {
    throw isRnpError(error) && error.code === 'RNP_DIVERGED' ? noNumber('the parse') : error;
  } finally {
    tf.dispose(trees as unknown as tf.TensorContainer);
  }
}
