import type { Augmentation } from '@rnp/datasets';
import type { RnpConfig, TrainingConfig, TrainingState } from '@rnp/vae';
import type { RunData } from '../data/runData.js';
import type { Bookkeeping } from '../settings/bookkeeping.js';
import type { NetworkKind } from '../settings/networkKind.js';

/** Everything that decides a run: the same record, backend and machine give the same numbers. */
export interface RunRecord {
  readonly schema: 'rnp-run';
  readonly version: 1;
  /** The command or program that began the run. */
  readonly command: string;
  readonly network: NetworkKind;
  /** The RNP's config; the baseline is made from it (`convVaeLike`). */
  readonly model: RnpConfig;
  readonly training: TrainingConfig;
  readonly data: RunData;
  readonly backend: string;
  /** Workers that share each batch. */
  readonly workers: number;
  /** How far images were moved at random; absent if they were not. */
  readonly augment?: Augmentation;
  /** The time budget that `training.steps` was measured for, or null. */
  readonly minutes: number | null;
  /** The model that the first weights came from; absent if all were fresh. */
  readonly adapted?: Adapted;
  /** The files and measurements of the run; absent in runs of earlier versions. */
  readonly bookkeeping?: Bookkeeping;
  /** The run's key in a sweep, see `runKey`. */
  readonly key?: string;
  /** Version of @rnp/runs. */
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
  /** Its name or folder, as the caller gave it. */
  readonly from: string;
  /** sha256 of its weight file. */
  readonly weights: string;
  /** The data that it learned from, if it names it. */
  readonly data: string | null;
  /** The parts that were taken from it; the rest was fresh. */
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
  /** Numbers of rows that the logs had; a checkpoint from before they were counted has none. */
  readonly logged?: LoggedRows;
}

/** Numbers of rows of a run's logs. */
export interface LoggedRows {
  /** Of metrics.jsonl. */
  readonly rows: number;
  /** Of evaluations.jsonl. */
  readonly evaluations: number;
}
