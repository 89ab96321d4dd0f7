import {
  defaultInferOptions,
  defaultPresence,
  type InferOptions,
  isRnp,
  type Model,
  type Network,
  type PresenceOptions,
  type RnpConfig,
} from '@rnp/vae';
import { type LookFlags, stepsOf } from '../models/partPresence.js';

/** How each image was looked at. */
export type ModelLook = EncoderLook | InferredLook;

/** Once, by the encoder. */
export interface EncoderLook {
  readonly type: 'encoder';
  /** Which nodes of a tree the encoder looks at; 'top' for a model without parts. */
  readonly looks: RnpConfig['looks'];
}

/** Programs and the parts of the freed levels moved by prediction errors, with these options of `infer`. */
export interface InferredLook
  extends Required<Pick<InferOptions, 'steps' | 'free' | 'start' | 'optimiser' | 'precisions'>> {
  readonly type: 'inferred';
  /** What parts had to save to stay; left out where all stay. */
  readonly presence?: Required<PresenceOptions>;
  /** Which nodes the encoder looked at, whose look they began with. */
  readonly looks: RnpConfig['looks'];
}

/** No step, and all parts, is the encoder's own look. Precisions are the model's own where it has them. */
export function lookOf(model: Model<Network>, flags: LookFlags): ModelLook {
  const steps = stepsOf(flags);
  const looks = isRnp(model) ? model.config.looks : 'top';
  if (steps === 0 && flags.presence === undefined) return { type: 'encoder', looks };
  const { free, start, optimiser } = defaultInferOptions;
  const precisions = model.precisions ?? defaultInferOptions.precisions;
  const [cost, costBelow] = (['cost', 'costBelow'] as const).map(
    (name) => precisions.pixels * (defaultPresence[name] as number),
  ) as [number, number];
  const presence = flags.presence && {
    presence: { ...defaultPresence, cost, costBelow, ...flags.presence },
  };
  return { type: 'inferred', steps, free, start, looks, optimiser, precisions, ...presence };
}

/** The options of `infer` that a look says. */
export function inferredAs({ steps, presence }: InferredLook): InferOptions {
  return { steps, ...(presence && { presence }) };
}
