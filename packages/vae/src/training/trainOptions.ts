import { RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';
import type { Model } from '../model.js';
import { checkWorkers } from '../workers/workerCount.js';
import type { SpawnWorker } from '../workers/workerHandle.js';
import { reportNames } from './loss.js';
import { defaultTrainingConfig, trainingConfig } from './trainingConfig.js';
import type { TrainingConfig } from './trainingSettings.js';
import type { TrainingState } from './trainingState.js';

/** How a run proceeds, beside what it computes. */
export interface TrainOptions extends Partial<TrainingConfig> {
  /** Moments and step of an earlier run; its tensors become `train`'s, which frees them also when it throws. */
  readonly resume?: Pick<TrainingState, 'adam' | 'step' | 'reports'>;
  /** Stop after this step; the schedule still spans `steps`. */
  readonly until?: number;
  /** Steps between `progress` events, 10 unless given; 0 for a single one, after the last step. */
  readonly logEvery?: number;
  /** Steps between `parse` events and their warnings, 100 unless given; 0 for none. */
  readonly parseEvery?: number;
  /** Steps between `checkpoint` events; 0 for none. Of several numbers, there is one at the multiples of each. */
  readonly checkpointEvery?: number | readonly number[];
  /** Ends the run after the current step, with an `end` event whose reason is `aborted`. */
  readonly signal?: AbortSignal;
  /**
   * Workers that share each batch, from 1 to its size, each with the WASM backend; 1 unless given: the calling thread, on its
   * own backend. `auto` is `defaultWorkers` of `@rnp/vae/workers`: one for each core, where that
   * pays and workers can build the network.
   */
  readonly workers?: number | 'auto';
  /** Starts a worker, instead of one from text of this package; for pages whose policy forbids that, and for tests. */
  readonly spawn?: SpawnWorker;
  /** Where workers in a browser find the `.wasm` files. Default: what `useBackend` was told. */
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
}

/** Options with their defaults, checked. */
export interface CheckedOptions {
  readonly config: TrainingConfig;
  readonly resume: TrainOptions['resume'];
  /** The step to stop after. */
  readonly last: number;
  readonly logEvery: number;
  readonly parseEvery: number;
  readonly checkpointEvery: readonly number[];
  readonly signal: AbortSignal | undefined;
  readonly workers: number | 'auto';
  readonly spawn: SpawnWorker | undefined;
  readonly wasmPaths: TrainOptions['wasmPaths'];
}

const runNames = [
  'resume',
  'until',
  'logEvery',
  'parseEvery',
  'checkpointEvery',
  'signal',
  'workers',
  'spawn',
  'wasmPaths',
] as const;

/**
 * The options of a run, whoever takes its steps.
 *
 * @throws RnpError RNP_CONFIG naming the option that is unknown or out of range
 */
export function trainOptions(model: Model, options: TrainOptions): CheckedOptions {
  checkSetting.options('training', options, [], [...Object.keys(defaultTrainingConfig), ...runNames]);
  const {
    resume,
    until,
    logEvery = 10,
    parseEvery = 100,
    checkpointEvery: checkpoints = 0,
    signal,
    workers = 1,
    spawn,
    wasmPaths,
    ...settings
  } = options;
  const config = trainingConfig(settings);
  for (const [name, value] of Object.entries({ logEvery, parseEvery })) {
    checkSetting.wholeNumber(`training.${name}`, value, 0);
  }
  const atLeastZero = (path: string, value: unknown): void => checkSetting.wholeNumber(path, value, 0);
  if (Array.isArray(checkpoints)) checkSetting.list('training.checkpointEvery', checkpoints, atLeastZero);
  else atLeastZero('training.checkpointEvery', checkpoints);
  if (until !== undefined) checkSetting.wholeNumber('training.until', until, 0);
  if (signal !== undefined) checkSetting.signal('training.signal', signal);
  if (workers !== 'auto') checkWorkers(workers, config.batchSize);
  if (spawn !== undefined) checkSetting.callable('training.spawn', spawn);
  if (typeof wasmPaths !== 'string' && wasmPaths !== undefined) {
    checkSetting.object('training.wasmPaths', wasmPaths);
  }
  if (resume !== undefined) checkResume(model, resume);
  const last = Math.min(config.steps, until ?? config.steps);
  const checkpointEvery = [checkpoints].flat();
  const run = { resume, last, logEvery, parseEvery, checkpointEvery, signal };
  return { config, ...run, workers, spawn, wasmPaths };
}

/** What a state may hold beside what has to be there. */
const resumeNames = ['parameters', 'runningStatistics', 'reports'] as const;

/** Sees that moments of an earlier run are those of this model's weights. */
function checkResume(model: Model, resume: NonNullable<TrainOptions['resume']>): void {
  checkSetting.options('training.resume', resume, ['adam', 'step'], resumeNames);
  checkSetting.wholeNumber('training.resume.step', resume.step, 0);
  checkSetting.options('training.resume.adam', resume.adam, ['first', 'second', 'updates']);
  checkSetting.wholeNumber('training.resume.adam.updates', resume.adam.updates, 0);
  checkReports(resume);
  for (const moment of ['first', 'second'] as const) {
    const path = `training.resume.adam.${moment}`;
    checkSetting.object(path, resume.adam[moment]);
    for (const [name, { shape }] of Object.entries(model.weights.parameters)) {
      checkSetting.tensor(`${path}["${name}"]`, resume.adam[moment][name], shape);
    }
  }
}

/** Sees that reports are of steps that were taken, and hold the figures of a step each. */
function checkReports({ reports = [], step }: NonNullable<TrainOptions['resume']>): void {
  const path = 'training.resume.reports';
  checkSetting.list(path, reports, (at, report) => checkSetting.numbers(at, report, reportNames.length));
  if (reports.length <= step) return;
  throw new RnpError('RNP_CONFIG', `must be of the ${step} steps that were taken at most`, { path });
}
