import { addAll, requireBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkCount } from '../checks.js';
import { defaultEpsilon } from '../epsilon.js';
import type { Parameters, Shapes } from '../parameters.js';
import { expectShape, expectTensors } from '../shapeCheck.js';
import { stopGradient } from '../stopGradient.js';
import { type JoinedAverages, joinedAverages, keptShare } from './joinedAverages.js';
import type { Moments } from './moments.js';
import {
  batchMoments,
  batchNormGradX,
  batchNormSums,
  joinMoments,
  normalise,
  runningAverages,
} from './passes.js';
import { trainingNorm } from './plainTraining.js';

/** Trained: gamma, beta [c]. @throws RnpError RNP_CONFIG for an invalid number */
export function batchNormShapes(channels: number): Shapes {
  check.wholeNumber('channels', channels, 1);
  return { gamma: [channels], beta: [channels] };
}

/** Carried along: mean, variance [c]. @throws RnpError RNP_CONFIG for an invalid number */
export function batchNormRunningShapes(channels: number): Shapes {
  check.wholeNumber('channels', channels, 1);
  return { mean: [channels], variance: [channels] };
}

/** gamma 1, beta 0, running mean 0 and variance 1. The caller owns them. @throws RnpError RNP_CONFIG */
export function initBatchNorm(channels: number): { parameters: Parameters; runningStatistics: Parameters } {
  check.wholeNumber('channels', channels, 1);
  checkCount('channels', [channels]);
  requireBackend();
  check.wholeNumber('channels', channels, 1);
  return {
    parameters: { gamma: tf.ones([channels]), beta: tf.zeros([channels]) },
    runningStatistics: { mean: tf.zeros([channels]), variance: tf.ones([channels]) },
  };
}

/**
 * Where a batch is spread over workers: this worker's vector [k] → every worker's, [workers, k], in the workers'
 * order. All workers call it equally often and in the same order, in the forward and in the backward pass.
 */
export type Gather = (own: tf.Tensor1D) => tf.Tensor2D;

export interface BatchNormOptions {
  /** The batch's own moments (true) or the running averages (false). */
  readonly training: boolean;
  /** Applied last. Default none. */
  readonly activation?: 'relu';
  /** Added before the activation, [b, h, w, c]. */
  readonly residual?: tf.Tensor4D;
  /** Set when `x` is this worker's share of the batch; used in training only. */
  readonly gather?: Gather | undefined;
  /** What running averages of several norms are left to; each norm then returns what stands for its own there. */
  readonly averages?: JoinedAverages;
}

/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy 2015), with the sum and the activation that may
 * follow it: x [b, h, w, c] → f(gamma·(x − mean)/√(variance + 1e-5) + beta + residual). Differentiable in x, gamma,
 * beta and residual.
 *
 * In training the batch's own mean and (biased) variance are used, and the new running averages
 * 0.9·old + 0.1·batch are returned, the variance there unbiased as in PyTorch and Flux; they carry no
 * gradient. Otherwise the running averages are used and returned as they are.
 *
 * @throws RnpError RNP_SHAPE naming a tensor that does not fit `x`, RNP_WEIGHTS one that is missing, RNP_CONFIG an
 *   option
 */
export function batchNorm(
  x: tf.Tensor4D,
  parameters: Parameters,
  runningStatistics: Parameters,
  options: BatchNormOptions,
): { output: tf.Tensor4D; runningStatistics: Parameters } {
  requireNormalisation(x, parameters, runningStatistics, options);
  const { training, activation, residual, gather } = options;
  const averages = { mean: runningStatistics.mean!, variance: runningStatistics.variance! };
  const relu = activation === 'relu';
  if (training && gather === undefined && !normalise.hasOwnForm()) {
    return plainTraining(x, parameters, averages, options);
  }
  const moments = stopGradient(() => {
    if (!training) return fixedMoments(averages);
    const own = batchMoments({ x }, {});
    return gather === undefined ? own : joinMoments({ moments: gather(own) }, {});
  });
  const inputs = [x, parameters.gamma!, parameters.beta!, ...(residual ? [residual] : [])];
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const [input, gamma, beta, added] = args as unknown as tf.Tensor[];
    const value = normalise(
      { x: input!, moments, gamma: gamma!, beta: beta!, residual: added },
      { epsilon: defaultEpsilon, relu },
    );
    save([input!, gamma!, moments, ...(relu ? [value] : [])]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, gamma, moments, y] = saved as [tf.Tensor, tf.Tensor, Moments, tf.Tensor | undefined];
        const own = batchNormSums({ dy, x, moments, y }, { epsilon: defaultEpsilon });
        const sums = training ? (gather === undefined ? own : sumOf(gather(own))) : tf.zerosLike(own);
        const residual = added !== undefined;
        const [dx, dResidual] = batchNormGradX(
          { dy, x, moments, y, gamma, sums },
          { epsilon: defaultEpsilon, residual },
        );
        // The parameters' gradients are this worker's share, like those of every other weight.
        const [dBeta, dGamma] = tf.split(own, 2);
        return [dx!, dGamma!, dBeta!, ...(dResidual ? [dResidual] : [])];
      },
    };
  });
  const output = op(...inputs) as tf.Tensor4D;
  if (!training) return { output, runningStatistics };
  const [mean, variance] = tf.unstack(
    stopGradient(() => runningAverages({ moments, ...averages }, { keep: keptShare })),
  );
  return { output, runningStatistics: { mean: mean!, variance: variance! } };
}

function plainTraining(
  x: tf.Tensor4D,
  parameters: Parameters,
  old: Readonly<Record<'mean' | 'variance', tf.Tensor>>,
  { activation, residual, averages }: BatchNormOptions,
): { output: tf.Tensor4D; runningStatistics: Parameters } {
  const { gamma, beta } = parameters as { gamma: tf.Tensor; beta: tf.Tensor };
  const [output, mean, variance] = trainingNorm(
    { x, gamma, beta, residual },
    { epsilon: defaultEpsilon, relu: activation === 'relu' },
  );
  const own = { mean: mean!, variance: variance! };
  const joined = averages ?? joinedAverages();
  joined.add(own.mean, old.mean, 1);
  // The running variance is unbiased.
  const rows = x.size / own.variance.size;
  joined.add(own.variance, old.variance, rows / Math.max(rows - 1, 1));
  if (averages) return { output: output as tf.Tensor4D, runningStatistics: own };
  const runningStatistics = joined.mixed(own);
  tf.dispose(own);
  return { output: output as tf.Tensor4D, runningStatistics };
}

function requireNormalisation(
  x: tf.Tensor4D,
  parameters: Parameters,
  runningStatistics: Parameters,
  options: BatchNormOptions,
): void {
  expectShape('x', x, ['b', 'h', 'w', 'c']);
  expectTensors('parameters', parameters, batchNormShapes(x.shape[3]));
  expectTensors('runningStatistics', runningStatistics, batchNormRunningShapes(x.shape[3]));
  check.options('options', options, ['training'], ['activation', 'residual', 'gather', 'averages']);
  const { training, activation, residual, gather, averages } = options;
  check.choice('options.training', training, [true, false]);
  if (activation !== undefined) check.choice('options.activation', activation, ['relu']);
  if (residual !== undefined) expectShape('options.residual', residual, x.shape);
  if (gather !== undefined) check.callable('options.gather', gather);
  if (averages !== undefined) check.object('options.averages', averages);
}

/** Running averages as if a batch of one row had them. */
function fixedMoments({ mean, variance }: { mean: tf.Tensor; variance: tf.Tensor }): Moments {
  return tf.concat1d([tf.ones([1]), mean as tf.Tensor1D, variance as tf.Tensor1D]);
}

/** [workers, k] → [k], added up in the workers' order. */
function sumOf(parts: tf.Tensor2D): tf.Tensor1D {
  return addAll(tf.unstack(parts)) as tf.Tensor1D;
}
