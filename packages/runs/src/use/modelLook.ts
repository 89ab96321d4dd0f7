import {
  defaultInferOptions,
  type InferOptions,
  isRnp,
  type Model,
  type Network,
  type RnpConfig,
} from '@rnp/vae';

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
  /** Which nodes the encoder looked at, whose look they began with. */
  readonly looks: RnpConfig['looks'];
}

/** No step is the encoder's own look. */
export function lookOf(model: Model<Network>, steps = 0): ModelLook {
  const looks = isRnp(model) ? model.config.looks : 'top';
  if (steps === 0) return { type: 'encoder', looks };
  const { free, start, optimiser, precisions } = defaultInferOptions;
  return { type: 'inferred', steps, free, start, looks, optimiser, precisions };
}
