import { isRnpError } from '@rnp/errors';
import { select } from '@rnp/nn';
import {
  type InferredLevel,
  type InferredTree,
  type ParseTally,
  type ParseTree,
  parseTrees,
  tallyParse,
  unrollInferred,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { noNumber, requirePrograms } from '../inputs.js';
import type { Weights } from '../weights.js';
import type { RnpConfig } from './rnpConfig.js';
import type { RnpNetwork } from './rnpNetwork.js';

/** Programs, and children of the first levels that stand in for what they predict. */
export interface GivenTree {
  /** [b, z] */
  readonly program: tf.Tensor2D;
  /** From the top; none unless parts were looked at. */
  readonly levels: readonly InferredLevel[];
}

/** The trees that programs draw. @throws RnpError as `Model.parsePrograms` */
export function treesOf(network: RnpNetwork, weights: Weights, given: GivenTree): Promise<ParseTree[]> {
  return unrolled(network, weights, given, (tree, config) =>
    parseTrees(tree.unrolled, config, tree.predicted),
  );
}

/** The sums behind the parse metrics of what programs draw. @throws RnpError as `Model.tallyPrograms` */
export function tallyOf(network: RnpNetwork, weights: Weights, given: GivenTree): Promise<ParseTally> {
  return unrolled(network, weights, given, (tree, config) => tallyParse(tree.unrolled, config));
}

/** Both of one run of the programs. @throws RnpError as `Model.parsePrograms` */
export function tallyAndTreesOf(
  network: RnpNetwork,
  weights: Weights,
  given: GivenTree,
): Promise<{ readonly tally: ParseTally; readonly trees: ParseTree[] }> {
  return unrolled(network, weights, given, async (tree, config) => ({
    tally: await tallyParse(tree.unrolled, config),
    trees: await parseTrees(tree.unrolled, config, tree.predicted),
  }));
}

/** What is read of the trees that programs run to, which are freed then. */
async function unrolled<T>(
  { spec, leaf }: RnpNetwork,
  { parameters }: Weights,
  { program, levels }: GivenTree,
  read: (tree: InferredTree, config: RnpConfig) => Promise<T>,
): Promise<T> {
  const { config } = spec;
  requirePrograms('program', program, config.latent);
  const trees = unrollInferred(select(parameters, 'decoder'), config, program, levels, { leaf });
  try {
    return await read(trees, config);
  } catch (error) {
    throw isRnpError(error) && error.code === 'RNP_DIVERGED' ? noNumber('the parse') : error;
  } finally {
    tf.dispose(trees as unknown as tf.TensorContainer);
  }
}
