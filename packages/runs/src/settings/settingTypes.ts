import type { Augmentation } from '@rnp/datasets';
import type { RnpConfig, RnpOptions, TrainingConfig } from '@rnp/vae';
import type { NetworkKind } from './networkKind.js';

/** The settings of a run, merged but without those that the data decides. */
export interface Settings {
  readonly data: string;
  readonly network: NetworkKind;
  readonly model: RnpOptions;
  readonly training: Partial<TrainingConfig>;
  /** Passes over the data, instead of `training.steps`; null if the steps are given. */
  readonly epochs: number | null;
  /**
   * Workers that share each batch; null for the number of `defaultWorkers` of @rnp/vae/workers: one per core,
   * with at least 8 images each.
   */
  readonly workers: number | null;
  /** How far images are moved at random, differently at each step; absent if they are not moved. */
  readonly augment?: Augmentation;
}

/** The sources of settings, the weakest first. */
export interface SettingSources {
  /** Settings that are merged already, as in a sweep. */
  readonly base?: Settings;
  /** A name of `recipes`. Default 'quick-start'; 'own-pictures' if a run learns from a folder of images and there is no `config`. */
  readonly recipe?: string;
  /** Path of a JSON file with fields of `Settings`, such as a saved model's config.json. */
  readonly config?: string;
  /** Settings as objects; fields that are left out do not change. */
  readonly settings?: Partial<Settings>;
  /** Texts `name=value`, in order. */
  readonly set?: readonly string[];
  /** The most frequent settings, which win over all others. */
  readonly data?: string;
  /** Number of training steps. */
  readonly steps?: number;
  /** Seed of weights, data order and noise. */
  readonly seed?: number;
  /** Number of workers that share each batch. */
  readonly workers?: number;
}

/** The settings of a run, complete and checked. */
export interface CompleteSettings {
  readonly network: NetworkKind;
  readonly model: RnpConfig;
  readonly training: TrainingConfig;
  /** As `Settings.workers`. */
  readonly workers: number | null;
  readonly augment?: Augmentation;
}
