// n points, d dimensions, c classes
import { RnpError } from '@rnp/errors';
import type { Labelled } from './heldOut.js';
import { labelledPoints } from './labelledPoints.js';
import { distinct } from './labels.js';
import { lbfgs, type Objective } from './lbfgs.js';
import { check, readOptions } from './options.js';
import type { PointBlock } from './points.js';

export interface LinearProbeOptions {
  /** Weight of ½‖W‖² beside the mean log loss; biases are free. Default 1e-4. */
  readonly l2?: number;
  /** Of L-BFGS. Default 300. */
  readonly maxIterations?: number;
}

export const defaultLinearProbeOptions: Required<LinearProbeOptions> = Object.freeze({
  l2: 1e-4,
  maxIterations: 300,
});

export interface LinearProbe {
  /** Share of the held-out points that are told right. */
  readonly accuracy: number;
  /** The same of the points it learned from. */
  readonly trainAccuracy: number;
  /** The class told for each held-out point, [n]. */
  readonly predicted: number[];
}

/**
 * How well a linear map predicts the labels of points: multinomial logistic regression on `train` (features standardised by its mean and
 * deviation), measured on `test`. The loss is convex and starts from 0, so the result is not random.
 *
 * @throws RnpError RNP_ANALYSIS_POINTS, RNP_ANALYSIS_LABELS for one class only, RNP_CONFIG
 */
export function linearProbe(train: Labelled, test: Labelled, options: LinearProbeOptions = {}): LinearProbe {
  const { l2, maxIterations } = readOptions(options, defaultLinearProbeOptions);
  check.number('options.l2', l2, 0);
  check.wholeNumber('options.maxIterations', maxIterations, 1);
  const { known: raw, held: rawTest } = labelledPoints(['train', train], ['test', test], 2);
  const classes = distinct(train.labels);
  if (classes.length < 2) {
    throw new RnpError('RNP_ANALYSIS_LABELS', `are all ${classes[0]}; give points of two classes at least`, {
      path: 'train.labels',
    });
  }
  const standard = standardFeatures(raw);
  const points = standard(raw);
  const targets = Array.from(train.labels, (label) => classes.indexOf(label));
  const start = new Float64Array(classes.length * points.dimensions);
  const weights = lbfgs(logLoss(points, targets, classes.length, l2), start, {
    maxIterations,
    tolerance: 1e-6,
  });
  const told = (block: PointBlock): number[] => likeliest(block, weights, classes);
  const predicted = told(standard(rawTest));
  return {
    accuracy: share(predicted, test.labels),
    trainAccuracy: share(told(points), train.labels),
    predicted,
  };
}

/** Mean 0 and deviation 1 as in `block`, and a constant 1 behind, which is the bias' feature. A feature that never changes is 0. */
function standardFeatures({ data, count, dimensions }: PointBlock): (block: PointBlock) => PointBlock {
  const mean = new Float64Array(dimensions);
  const square = new Float64Array(dimensions);
  for (let i = 0; i < count * dimensions; i++) mean[i % dimensions]! += data[i]! / count;
  for (let i = 0; i < count * dimensions; i++)
    square[i % dimensions]! += (data[i]! - mean[i % dimensions]!) ** 2 / count;
  return (block) => {
    const out = new Float64Array(block.count * (dimensions + 1)).fill(1);
    for (let i = 0; i < block.count; i++) {
      for (let d = 0; d < dimensions; d++) {
        const value = block.data[i * dimensions + d]! - mean[d]!;
        out[i * (dimensions + 1) + d] = square[d]! > 1e-24 ? value / Math.sqrt(square[d]!) : 0;
      }
    }
    return { data: out, count: block.count, dimensions: dimensions + 1 };
  };
}

/** Mean log loss of W [c·d], the last column the biases. */
function logLoss(points: PointBlock, targets: readonly number[], classes: number, l2: number): Objective {
  const { data, count, dimensions } = points;
  const scores = new Float64Array(classes);
  return (weights, gradient) => {
    let loss = 0;
    gradient.fill(0);
    for (let i = 0; i < count; i++) {
      const max = scoresOf(points, i, weights, scores);
      let sum = 0;
      for (let c = 0; c < classes; c++) sum += Math.exp(scores[c]! - max);
      const target = targets[i]!;
      loss += (max + Math.log(sum) - scores[target]!) / count;
      for (let c = 0; c < classes; c++) {
        const error = (Math.exp(scores[c]! - max) / sum - (c === target ? 1 : 0)) / count;
        for (let d = 0; d < dimensions; d++)
          gradient[c * dimensions + d]! += error * data[i * dimensions + d]!;
      }
    }
    for (let k = 0; k < weights.length; k++) {
      if (k % dimensions === dimensions - 1) continue;
      loss += 0.5 * l2 * weights[k]! ** 2;
      gradient[k]! += l2 * weights[k]!;
    }
    return loss;
  };
}

/** Writes a point's score for each class. @returns the highest */
function scoresOf(
  { data, dimensions }: PointBlock,
  point: number,
  weights: Float64Array,
  out: Float64Array,
): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < out.length; c++) {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += weights[c * dimensions + d]! * data[point * dimensions + d]!;
    out[c] = sum;
    if (sum > max) max = sum;
  }
  return max;
}

function likeliest(block: PointBlock, weights: Float64Array, classes: readonly number[]): number[] {
  const scores = new Float64Array(classes.length);
  return Array.from({ length: block.count }, (_, i) => {
    const max = scoresOf(block, i, weights, scores);
    return classes[scores.indexOf(max)]!;
  });
}

function share(told: readonly number[], labels: ArrayLike<number>): number {
  return told.filter((label, i) => label === labels[i]).length / told.length;
}
