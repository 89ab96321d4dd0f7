import { addAll } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { globalNorm, type Parameters, select, stopGradient } from '@rnp/nn';
import { scaled } from '@rnp/nn/kernels';
import { evennessPenalty, overlapPenalty, patchLoss } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { decodedBy } from '../decodedBy.js';
import type { Posterior } from '../encoder/encoder.js';
import type { Decoded, DecodedTree, DecodeOptions, Network } from '../network.js';
import { klDivergence } from '../posterior.js';
import type { LearningConfig } from './learningSettings.js';
import { squaredError } from './squaredError.js';
import { type TrainingConfig, trainingSettings } from './trainingSettings.js';

/** The training settings that shape the loss. */
export type LossConfig = Pick<
  TrainingConfig,
  'reduction' | 'beta' | 'weightNorm' | 'patchWeight' | 'overlap'
> &
  Partial<LearningConfig & Pick<TrainingConfig, 'evenness' | 'nodeWeight' | 'glanceWeight'>>;

/** The settings of the loss, and the weights that are frozen. */
export type GradientConfig = LossConfig & Partial<Pick<TrainingConfig, 'frozen'>>;

/** What terms are functions of: a batch, or a worker's share of one. */
export interface LossInputs {
  readonly network: Network;
  /** The decoder's weights. */
  readonly decoder: Parameters;
  readonly encoding: Posterior;
  /** [b, z], drawn from it. */
  readonly program: tf.Tensor2D;
  readonly decoded: Decoded;
  /** [b, h, w, c], what is to be drawn. */
  readonly images: tf.Tensor4D;
  /** Where the norms of weights go whose gradient is added to that of the tape; on the tape where it is left out. */
  readonly norms?: NormOf[];
}

/** The norm of a group of the decoder's weights. */
export interface NormOf {
  readonly group: string;
  readonly norm: tf.Scalar;
}

/** One summand of the loss, whatever its weight. */
interface TermKind {
  readonly name: string;
  /** Whether the report has the term's own value or the weighted one, which is 0 where it is off. */
  readonly told: 'plain' | 'weighted';
  /** What it looks at beside the canvas. */
  readonly needs?: DecodeOptions;
  /** Whether it is of parts that the encoder looked at, so that it costs nothing where there are none. */
  readonly ofLooks?: boolean;
  weight(config: LossConfig): number;
  /** Σ over the images, without its weight. @throws RnpError RNP_CONFIG where it looks at parts and there are none */
  of(inputs: LossInputs, config: LossConfig): tf.Scalar;
}

/** One summand of a loss. */
export interface LossTerm extends Omit<TermKind, 'weight' | 'of'> {
  readonly weight: number;
  of(inputs: LossInputs): tf.Scalar;
}

/** docs/model.md, *The loss*. */
const kinds: readonly TermKind[] = [
  {
    name: 'sse',
    told: 'plain',
    weight: () => 1,
    of: ({ decoded, images }) => squaredError(decoded.canvas, images),
  },
  {
    name: 'kl',
    told: 'plain',
    // Of what inference found the prior has had its say already.
    weight: ({ beta, learning }) => (learning === 'amortised' ? 0 : beta),
    of: ({ encoding }) => tf.sum(klDivergence(encoding)),
  },
  {
    name: 'overlap',
    told: 'weighted',
    needs: { parts: true },
    // Its weights, one a level, are within it.
    weight: ({ overlap }) => (overlap.some((weight) => weight > 0) ? 1 : 0),
    of: (inputs, { overlap }) => tf.sum(overlapPenalty(treeFor('overlap', inputs).rendering, overlap)),
  },
  {
    name: 'patch',
    told: 'weighted',
    needs: { innerPatches: true },
    weight: ({ patchWeight }) => patchWeight,
    of: (inputs) => {
      const { unrolled, config } = treeFor('patchWeight', inputs);
      return tf.sum(patchLoss(unrolled, config, inputs.images));
    },
  },
  {
    name: 'norm',
    told: 'weighted',
    weight: ({ weightNorm }) => weightNorm,
    of: (inputs) => weightNorms(inputs) as tf.Scalar,
  },
  {
    name: 'nodes',
    told: 'weighted',
    ofLooks: true,
    weight: ({ nodeWeight = trainingSettings.nodeWeight.default }) => nodeWeight,
    of: ({ decoded: { tree } }) => departures(tree!),
  },
  {
    name: 'glance',
    told: 'weighted',
    ofLooks: true,
    weight: ({ glanceWeight = trainingSettings.glanceWeight.default }) => glanceWeight,
    of: ({ network, decoder, program, images }) =>
      squaredError(decodedBy(network, decoder, program).canvas, images),
  },
  {
    name: 'evenness',
    told: 'weighted',
    needs: { parts: true },
    // As of overlap.
    weight: ({ evenness = [] }) => (evenness.some((weight) => weight > 0) ? 1 : 0),
    of: (inputs, { evenness = [] }) => {
      const { unrolled, rendering, config } = treeFor('evenness', inputs);
      return tf.sum(evennessPenalty(unrolled, rendering, config, evenness));
    },
  },
];

/** In the order of `lossTerms`. */
export const termNames: readonly string[] = /* @__PURE__ */ Object.freeze(kinds.map(({ name }) => name));

/** The summands of the loss, those that are off among them. */
export function lossTerms(config: LossConfig): readonly LossTerm[] {
  return kinds.map((kind) => ({
    ...kind,
    weight: kind.weight(config),
    of: (inputs) => kind.of(inputs, config),
  }));
}

/** The terms of a loss with their weights, and what is told of them, in the order of `termNames`. */
export interface Summands {
  readonly weighted: readonly tf.Scalar[];
  readonly told: readonly tf.Scalar[];
}

/** The terms of what is seen. */
export function summands(config: LossConfig, seen: LossInputs): Summands {
  const terms = lossTerms(config);
  const zero = tf.scalar(0);
  const values = terms.map((term) => (isOff(term, seen.decoded) ? zero : term.of(seen)));
  const weighted = terms.map(({ weight }, i) =>
    weight === 1 || values[i] === zero ? values[i]! : tf.mul(values[i]!, weight),
  ) as tf.Scalar[];
  return { weighted, told: terms.map((term, i) => (term.told === 'plain' ? values[i]! : weighted[i]!)) };
}

/** Whether a term costs nothing: nobody learns from it, and what is told of it is 0. */
function isOff({ weight, told, ofLooks = false }: LossTerm, { tree }: Decoded): boolean {
  if (ofLooks && !tree?.predicted?.length) return true;
  return isUnweighted({ weight, told });
}

function isUnweighted({ weight, told }: Pick<LossTerm, 'weight' | 'told'>): boolean {
  return told === 'weighted' && !(weight > 0);
}

/** What the decoder is to make for these terms. */
export function neededBy(terms: readonly LossTerm[]): DecodeOptions {
  return Object.assign({}, ...terms.map((term) => (isUnweighted(term) ? {} : term.needs)));
}

function treeFor(setting: string, { decoded }: LossInputs): DecodedTree {
  if (decoded.tree !== null) return decoded.tree;
  const problem = 'looks at parts, and this decoder draws without any; leave it out';
  throw new RnpError('RNP_CONFIG', problem, { path: setting });
}

/** Σ over looked-at parts of how far what and where they are is from what their programs predict, squared. */
function departures({ unrolled, predicted }: DecodedTree): tf.Scalar {
  const squares = predicted.flatMap((level, k) =>
    (['states', 'actions'] as const).map((kind) =>
      tf.sum(tf.square(tf.sub(unrolled.levels[k]![kind], level[kind]))),
    ),
  );
  return addAll(squares) as tf.Scalar;
}

/** Σ over the normed groups of the unsquared L2 norm of all their weights. */
function weightNorms({ decoder, network, norms: apart }: LossInputs): tf.Tensor {
  const norms = network.decoder.normed.map((group) => {
    const weights = Object.values(select(decoder, group));
    if (!apart) return normOf(weights);
    const norm = stopGradient(() => globalNorm(weights));
    apart.push({ group, norm });
    return norm;
  });
  return norms.length === 0 ? tf.scalar(0) : addAll(norms);
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
        const scale: tf.Scalar = tf.div(dy, saved.at(-1)!);
        return scaled(saved.slice(0, -1), scale);
      },
    };
  });
  return op(...weights);
}
