import { checkSetting } from '../checks.js';
import type { Model } from '../model.js';
import { defaultTrainingConfig, type TrainingConfig, trainingConfig } from './trainingConfig.js';
import type { TrainingState } from './trainingState.js';

/** How a run goes, beside what it computes. */
export interface TrainOptions extends Partial<TrainingConfig> {
  /** Moments and step of an earlier run; its tensors become `train`'s, which frees them also when it throws. */
  readonly resume?: Pick<TrainingState, 'adam' | 'step'>;
  /** Stop after this step; the schedule still spans `steps`. */
  readonly until?: number;
  /** Steps between `progress` events, 10 unless given; 0 for a single one, after the last step. */
  readonly logEvery?: number;
  /** Steps between `parse` events and their warnings, 100 unless given; 0 for none. */
  readonly parseEvery?: number;
  /** Steps between `checkpoint` events; 0 for none. */
  readonly checkpointEvery?: number;
  /** Ends the run after the current step, with an `end` event whose reason is `aborted`. */
  readonly signal?: AbortSignal;
}

/** Options with their defaults, checked. */
export interface CheckedOptions {
  readonly config: TrainingConfig;
  readonly resume: TrainOptions['resume'];
  /** The step to stop after. */
  readonly last: number;
  readonly logEvery: number;
  readonly parseEvery: number;
  readonly checkpointEvery: number;
  readonly signal: AbortSignal | undefined;
}

const runNames = ['resume', 'until', 'logEvery', 'parseEvery', 'checkpointEvery', 'signal'] as const;

/**
 * The options of a run, whoever takes its steps: `train` and `trainParallel` accept the same.
 *
 * @throws ModelError RNP_CONFIG naming the option that is unknown or out of range
 */
export function trainOptions(model: Model, options: TrainOptions): CheckedOptions {
  checkSetting.options('training', options, [], [...Object.keys(defaultTrainingConfig), ...runNames]);
  const {
    resume,
    until,
    logEvery = 10,
    parseEvery = 100,
    checkpointEvery = 0,
    signal,
    ...settings
  } = options;
  const config = trainingConfig(settings);
  for (const [name, value] of Object.entries({ logEvery, parseEvery, checkpointEvery })) {
    checkSetting.wholeNumber(`training.${name}`, value, 0);
  }
  if (until !== undefined) checkSetting.wholeNumber('training.until', until, 0);
  if (signal !== undefined) checkSetting.signal('training.signal', signal);
  if (resume !== undefined) checkResume(model, resume);
  const last = Math.min(config.steps, until ?? config.steps);
  return { config, resume, last, logEvery, parseEvery, checkpointEvery, signal };
}

/** Sees that moments of an earlier run are those of this model's weights. */
function checkResume(model: Model, resume: NonNullable<TrainOptions['resume']>): void {
  checkSetting.options('training.resume', resume, ['adam', 'step'], ['parameters', 'runningStatistics']);
  checkSetting.wholeNumber('training.resume.step', resume.step, 0);
  checkSetting.options('training.resume.adam', resume.adam, ['first', 'second', 'updates']);
  checkSetting.wholeNumber('training.resume.adam.updates', resume.adam.updates, 0);
  for (const moment of ['first', 'second'] as const) {
    const path = `training.resume.adam.${moment}`;
    checkSetting.object(path, resume.adam[moment]);
    for (const [name, { shape }] of Object.entries(model.weights.parameters)) {
      checkSetting.tensor(`${path}["${name}"]`, resume.adam[moment][name], shape);
    }
  }
}
