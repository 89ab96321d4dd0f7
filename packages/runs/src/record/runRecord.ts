import type { Augmentation } from '@rnp/datasets';
import type { RnpConfig, TrainingConfig, TrainingState } from '@rnp/vae';
import type { RunData } from '../data/runData.js';
import type { NetworkKind } from '../settings/networkKind.js';
import type { Bookkeeping } from './bookkeeping.js';

/** Everything that makes a run what it is: with the same record, backend and machine the numbers are the same. */
export interface RunRecord {
  readonly schema: 'rnp-run';
  readonly version: 1;
  /** What was typed. */
  readonly command: string;
  readonly network: NetworkKind;
  /** Of the RNP; the baseline is made like it. */
  readonly model: RnpConfig;
  readonly training: TrainingConfig;
  readonly data: RunData;
  readonly backend: string;
  /** Engines that share each batch. */
  readonly workers: number;
  /** How far images were moved at random; left out where they were not. */
  readonly augment?: Augmentation;
  /** The time budget that `training.steps` was measured for, or null. */
  readonly minutes: number | null;
  /** Where the first weights came from, unless all were fresh. */
  readonly adapted?: Adapted;
  /** What is written and measured on the way and at the end; runs of earlier versions have none. */
  readonly bookkeeping?: Bookkeeping;
  /** The run's key in a sweep, see `runKey`. */
  readonly key?: string;
  /** Version of @rnp/cli. */
  readonly rnp: string;
}

/** What of a model another one may begin with. */
export const keptParts: readonly Adapted['kept'][] = Object.freeze([
  'hypernetworks',
  'encoder and hypernetworks',
  'state hypernetwork',
] as const);

/** The model that a run began with. */
export interface Adapted {
  /** Its folder, as it was typed. */
  readonly from: string;
  /** sha256 of its weight file. */
  readonly weights: string;
  /** What it had learned from, if it says so. */
  readonly data: string | null;
  /** What was taken from it; the rest was fresh. */
  readonly kept: 'hypernetworks' | 'encoder and hypernetworks' | 'state hypernetwork';
}

/** What a checkpoint holds beside weights and moments. */
export interface RunState {
  readonly schema: 'rnp-run-state';
  readonly run: RunRecord;
  /** Seconds of training up to here, over all sessions. */
  readonly seconds: number;
  /** Of steps that no row of metrics.jsonl tells of yet, see `TrainingState`. */
  readonly reports?: TrainingState['reports'];
}
