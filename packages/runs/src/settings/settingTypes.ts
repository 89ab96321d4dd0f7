import type { Augmentation } from '@rnp/datasets';
import type { RnpConfig, RnpOptions, TrainingConfig } from '@rnp/vae';
import type { NetworkKind } from './networkKind.js';

/** What a run is made of, resolved but for what the data decides. */
export interface Settings {
  readonly data: string;
  readonly network: NetworkKind;
  readonly model: RnpOptions;
  readonly training: Partial<TrainingConfig>;
  /** Passes over the data; `training.steps` is left out then. */
  readonly epochs: number | null;
  /** Engines that share each batch, or null for one per core. */
  readonly workers: number | null;
  /** How far images are moved at random, another way at each step; left out where they are taken as they are. */
  readonly augment?: Augmentation;
}

/** Where settings come from, weakest first. */
export interface SettingSources {
  /** Settings that are resolved already, as a sweep has them. */
  readonly base?: Settings;
  /** A name of `recipes`; quick-start unless given. */
  readonly recipe?: string;
  /** A JSON file of fields of `Settings`; a saved model's config.json is one. */
  readonly config?: string;
  /** Settings as objects; what is left out stays. */
  readonly settings?: Partial<Settings>;
  /** `name=value`, in order. */
  readonly set?: readonly string[];
  /** The commonest settings by themselves. */
  readonly data?: string;
  readonly steps?: number;
  readonly seed?: number;
  readonly workers?: number;
}

/** What a run is made of, complete and checked. */
export interface CompleteSettings {
  readonly network: NetworkKind;
  readonly model: RnpConfig;
  readonly training: TrainingConfig;
  /** See `Settings`. */
  readonly workers: number | null;
  readonly augment?: Augmentation;
}
