import { globalNorm, type Parameters, select } from '@rnp/nn';
import { overlapPenalty, patchLoss } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { Posterior } from '../encoder/encoder.js';
import { ModelError } from '../errors.js';
import type { Decoded, DecodedTree, DecodeOptions, Network } from '../network.js';
import { klDivergence } from '../posterior.js';
import type { TrainingConfig } from './trainingConfig.js';

/** The options of the training config that shape the loss. */
export type LossConfig = Pick<
  TrainingConfig,
  'reduction' | 'beta' | 'weightNorm' | 'patchWeight' | 'overlap'
>;

/** What terms are functions of: a batch, or a worker's share of one. */
export interface LossInputs {
  readonly network: Network;
  /** The decoder's weights. */
  readonly decoder: Parameters;
  readonly encoding: Posterior;
  readonly decoded: Decoded;
  /** [b, h, w, c], what is to be drawn. */
  readonly images: tf.Tensor4D;
}

/** One summand of the loss. */
export interface LossTerm {
  readonly name: string;
  readonly weight: number;
  /** Whether the report has the term's own value or the weighted one, which is 0 where it is off. */
  readonly told: 'plain' | 'weighted';
  /** What it looks at beside the canvas. */
  readonly needs?: DecodeOptions;
  /** Σ over the images, without its weight. @throws ModelError RNP_CONFIG where it looks at parts and there are none */
  of(inputs: LossInputs): tf.Scalar;
}

/** In the order of `lossTerms`. */
export const termNames: readonly string[] = Object.freeze(['sse', 'kl', 'overlap', 'patch', 'norm']);

/**
 * The summands of the loss (docs/model.md, *The loss*), those that are off among them.
 *
 * @param workers all have the same weights, whose norm counts once
 */
export function lossTerms(config: LossConfig, workers = 1): readonly LossTerm[] {
  const { beta, overlap, patchWeight, weightNorm } = config;
  return [
    {
      name: 'sse',
      weight: 1,
      told: 'plain',
      of: ({ decoded, images }) => tf.sum(tf.square(tf.sub(decoded.canvas, images))),
    },
    { name: 'kl', weight: beta, told: 'plain', of: ({ encoding }) => tf.sum(klDivergence(encoding)) },
    {
      name: 'overlap',
      // Its weights, one a level, are within it.
      weight: overlap.some((weight) => weight > 0) ? 1 : 0,
      told: 'weighted',
      needs: { parts: true },
      of: (inputs) => tf.sum(overlapPenalty(treeFor('overlap', inputs).rendering, overlap)),
    },
    {
      name: 'patch',
      weight: patchWeight,
      told: 'weighted',
      needs: { innerPatches: true },
      of: (inputs) => {
        const { unrolled, config: ofDecoder } = treeFor('patchWeight', inputs);
        return tf.sum(patchLoss(unrolled, ofDecoder, inputs.images));
      },
    },
    {
      name: 'norm',
      weight: weightNorm / workers,
      told: 'weighted',
      of: ({ decoder, network }) => weightNorms(decoder, network) as tf.Scalar,
    },
  ];
}

/** Whether a term costs nothing: nobody learns from it, and what is told of it is 0. */
export function isOff({ weight, told }: LossTerm): boolean {
  return told === 'weighted' && !(weight > 0);
}

/** What the decoder is to make for these terms. */
export function neededBy(terms: readonly LossTerm[]): DecodeOptions {
  return Object.assign({}, ...terms.map((term) => (isOff(term) ? {} : term.needs)));
}

function treeFor(setting: string, { decoded }: LossInputs): DecodedTree {
  if (decoded.tree !== null) return decoded.tree;
  const problem = 'looks at parts, and this decoder draws without any; leave it out';
  throw new ModelError('RNP_CONFIG', problem, setting);
}

/** Σ over the normed groups of the unsquared L2 norm of all their weights. */
function weightNorms(decoder: Parameters, network: Network): tf.Tensor {
  const norms = network.decoder.normed.map((group) => normOf(Object.values(select(decoder, group))));
  return norms.length === 0 ? tf.scalar(0) : tf.addN(norms);
}

/** √Σ w² over all weights together; its gradient is w/√Σ w². Composed, each weight would be walked seven times. */
function normOf(weights: readonly tf.Tensor[]): tf.Tensor {
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const inputs = args as unknown as tf.Tensor[];
    const value = globalNorm(inputs);
    save([...inputs, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const scale = tf.div(dy, saved.at(-1)!);
        return saved.slice(0, -1).map((weight) => tf.mul(weight, scale));
      },
    };
  });
  return op(...weights);
}
