import { type RnpConfig, type TrainingConfig, type TrainingData, train } from '@rnp/vae';
import { type NetworkKind, runModel } from '../settings/networkKind.js';

/** The first steps compile code and fill caches. */
const warmUpSteps = 3;
const measuredSteps = 8;
const maxSeconds = 20;

/** Share of the time for what is not a step: checkpoints, parse figures, log rows. */
const overhead = 0.05;

/** Of what an image costs in a step, what it costs to be measured: it is parsed and drawn, and nothing goes back. */
const measuredShare = 0.4;

/** Of the same, what a step of its inference costs in one thread: it is drawn, and errors go back, but not to weights. */
const inferredShare = 0.7;

/** Of each image that precisions are learned from: rounds, each of so many steps of inference and a bound, which takes about as long as 20. */
const precisionSteps = 6 * (50 + 20);

/** The steps to measure. */
export interface MeasuredSteps {
  readonly network: NetworkKind;
  readonly model: RnpConfig;
  readonly training: TrainingConfig;
  readonly workers: number;
  readonly data: TrainingData;
  /** Images that are measured at the end of a run of so many steps. */
  readonly heldOut: (steps: number) => number;
  /** Steps of inference after which they are measured once more; 0 for none. */
  readonly infer: number;
  /** Training images that precisions are learned from at the end; 0 for none. */
  readonly precisions: number;
}

/**
 * How many steps fit into so many minutes here and now. Measured on a model that is thrown away; the result is
 * stored with the run, so that its numbers can be had again on a machine of another speed.
 *
 * @returns a whole number of at least 1
 */
export async function stepsInMinutes(
  minutes: number,
  { network, model: config, training, workers, data, heldOut, infer, precisions }: MeasuredSteps,
  signal: AbortSignal,
): Promise<number> {
  const model = runModel(network, config, { seed: training.seed });
  const times: number[] = [];
  const begun = performance.now();
  let last = begun;
  try {
    const steps = warmUpSteps + measuredSteps;
    // The schedule of a measurement does not matter, only that it may take that many steps.
    const options = {
      ...training,
      steps: Math.max(steps, training.steps),
      until: steps,
      logEvery: 1,
      parseEvery: 0,
      workers,
      signal,
    };
    for await (const event of train(model, data, options)) {
      if (event.type !== 'progress') continue;
      const now = performance.now();
      if (event.step > warmUpSteps) times.push(now - last);
      last = now;
      if (times.length > 0 && now - begun > 1000 * maxSeconds) break;
    }
  } finally {
    model.dispose();
  }
  signal.throwIfAborted();
  const median = times.sort((a, b) => a - b)[times.length >> 1] ?? 1;
  const budget = (1 - overhead) * minutes * 60_000;
  const inferring = (inferredShare * workers * median) / training.batchSize;
  const perImage = (measuredShare * median) / training.batchSize + inferring * infer;
  const measuring = perImage * heldOut(Math.floor(budget / median)) + inferring * precisionSteps * precisions;
  return Math.max(1, Math.floor((budget - measuring) / median));
}
