import { option, worded } from '@rnp/errors';
import { defaultInferOptions, maxPartCost, type PresenceOptions } from '@rnp/vae';
import { check, isObjectOf, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { childrenPerLevelOf } from './childrenPerLevel.js';
import type { OpenedModel } from './openModel.js';

/** How closely images are looked at. */
export interface LookFlags {
  /**
   * Steps of inference by prediction errors (`infer` of @rnp/vae): the programs and all their parts may move. Default: as many as
   * `infer` has by default where parts have to earn their `presence`, else 0, one look of the encoder.
   */
  readonly infer?: number;
  /** What a part has to save to stay (`presence` of `infer`); `{}` for its default. Unless given, all parts stay. */
  readonly presence?: PresenceOptions;
}

const isCost: Look = (path, value) => check.number(path, value, -maxPartCost, maxPartCost);

export const lookLooks: Readonly<Record<keyof LookFlags, Look>> = Object.freeze({
  infer: (path, value) => check.wholeNumber(path, value, 0),
  presence: isObjectOf({
    cost: (path, value) => (Array.isArray(value) ? check.array(path, value, isCost) : isCost(path, value)),
    steps: (path, value) => check.wholeNumber(path, value, 0),
    before: (path, value) => check.wholeNumber(path, value, 0),
  }),
} satisfies Record<keyof LookFlags, Look>);

/** Parts are judged on trees that inference has found: one look of an encoder places them too badly. */
export function stepsOf({ infer, presence }: LookFlags): number {
  return infer ?? (presence === undefined ? 0 : defaultInferOptions.steps);
}

/**
 * Sees that a model's programs have as many parts as costs were given for, before anything is inferred.
 *
 * @throws UsageError
 */
export function requireCosts({ model, name }: OpenedModel, { presence }: LookFlags): void {
  const { cost } = presence ?? {};
  const [parts] = childrenPerLevelOf(model);
  if (typeof cost !== 'object' || parts === undefined || cost.length === parts) return;
  throw new UsageError(
    worded`${option('presence', cost.join())} has ${cost.length === 1 ? '1 cost' : `${cost.length} costs`}, and a program of ${name} has up to ${parts} parts; give one for each, or one for all`,
    { code: 'RNP_CONFIG' },
  );
}
