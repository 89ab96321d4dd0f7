import { option, worded } from '@rnp/errors';
import { defaultInferOptions, defaultPresence, maxPartCost, type PresenceOptions } from '@rnp/vae';
import { check, isCount, isObjectOf, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { counted } from '../words/counted.js';
import { childrenPerLevelOf } from './childrenPerLevel.js';
import type { OpenedModel } from './openModel.js';

/** How closely images are looked at. */
export interface LookFlags {
  /**
   * Steps of inference by prediction errors (`infer` of @rnp/vae): the programs and all their parts may move. Default: as many as
   * `infer` has by default where parts have to earn their `presence`, else 0, one look of the encoder.
   */
  readonly infer?: number;
  /**
   * What a part has to save to stay, and at how many levels parts do (`presence` of `infer`); `{}` for its default. Unless given, all parts
   * stay.
   */
  readonly presence?: PresenceOptions;
}

/** A number from `min` on, or a list of them. */
function areCosts(min: number): Look {
  const isCost: Look = (path, value) => check.number(path, value, min, maxPartCost);
  return (path, value) => (Array.isArray(value) ? check.array(path, value, isCost) : isCost(path, value));
}

export const lookLooks: Readonly<Record<keyof LookFlags, Look>> = Object.freeze({
  infer: (path, value) => check.wholeNumber(path, value, 0),
  presence: isObjectOf({
    cost: areCosts(-maxPartCost),
    levels: isCount,
    costBelow: areCosts(0),
    steps: (path, value) => check.wholeNumber(path, value, 0),
    before: (path, value) => check.wholeNumber(path, value, 0),
  }),
} satisfies Record<keyof LookFlags, Look>);

/** Parts are judged on trees that inference has found: one look of an encoder places them too badly. */
export function stepsOf({ infer, presence }: LookFlags): number {
  return infer ?? (presence === undefined ? 0 : defaultInferOptions.steps);
}

/**
 * Sees that a model's programs have as many parts as costs were given for, and as many levels as parts have to earn their presence at, before
 * anything is inferred.
 *
 * @throws UsageError
 */
export function requireCosts({ model, name }: OpenedModel, { presence }: LookFlags): void {
  if (presence === undefined) return;
  const { cost, levels = defaultPresence.levels, costBelow } = presence;
  const childrenPerLevel = childrenPerLevelOf(model);
  const [parts] = childrenPerLevel;
  if (parts === undefined) return;
  if (levels > childrenPerLevel.length) {
    throw new UsageError(
      worded`${option('presence')} is asked for at ${counted(levels, 'level')}, and ${name} has ${counted(childrenPerLevel.length, 'level')}; give at most that`,
      { code: 'RNP_CONFIG' },
    );
  }
  if (typeof costBelow === 'object' && costBelow.length !== levels - 1) {
    throw new UsageError(
      worded`${option('presence')} has ${counted(costBelow.length, 'cost')} for ${counted(levels - 1, 'level')} below the first; give one for each, or one for all`,
      { code: 'RNP_CONFIG' },
    );
  }
  if (typeof cost !== 'object' || cost.length === parts) return;
  throw new UsageError(
    worded`${option('presence', cost.join())} has ${counted(cost.length, 'cost')}, and a program of ${name} has up to ${parts} parts; give one for each, or one for all`,
    { code: 'RNP_CONFIG' },
  );
}
