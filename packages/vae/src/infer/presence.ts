// b batch, k level from the top
import { RnpError } from '@rnp/errors';
import type { Presence } from '@rnp/recursive-decoder';
import { checkSetting } from '../checks.js';
import { countedLevels } from './countedLevels.js';
import { countsOf } from './treePresence.js';

/** What parts have to earn. */
export interface PresenceOptions {
  /**
   * What each part of the top program adds to the energy, in the units of it, that is −ln of the odds of one part more; from −1e6 to 1e6. A list
   * has a cost for the first part, the second, and so on, as many as there can be; `learnCosts` estimates one. Unless given, 0.4 times the
   * precision of a pixel.
   */
  readonly cost?: number | readonly number[];
  /**
   * Levels whose parts have to earn their presence, top first: 1 unless given, the parts of the top program alone; 2, the parts of these as
   * well, and so on, as many as inference frees.
   */
  readonly levels?: number;
  /**
   * What each part below those of the top program adds, from 0 to 1e6; a list has a cost for each level, from the second to the last of
   * `levels`. Unless given, 0.05 times the precision of a pixel.
   */
  readonly costBelow?: number | readonly number[];
  /** Steps of descent after which it is judged what an image costs without a part, and with all it has. */
  readonly steps?: number;
  /**
   * Steps of descent before the first trial, on top of the `steps` that follow the last one, of which it may be more; what parts that go drew
   * in them is lost.
   */
  readonly before?: number;
}

/** Options with none left out. */
export type WholePresence = Required<PresenceOptions>;

/** What they lead to, examples/presence measures; costs are in units of the precision of a pixel. Quoted by docs/model.md, *Looking again*. */
export const defaultPresence: WholePresence = Object.freeze({
  cost: 0.4,
  levels: 1,
  costBelow: 0.05,
  steps: 15,
  before: 0,
});

/** The most that a part may cost, or earn. */
export const maxPartCost = 1e6;

/**
 * @param pixels precision of a pixel, which the costs by default follow: all of an energy in other units leads to the same parts
 * @throws RnpError RNP_CONFIG naming the option that is unknown or out of range
 */
export function wholePresence(path: string, options: PresenceOptions, pixels: number): WholePresence {
  checkSetting.options(path, options, [], Object.keys(defaultPresence));
  const d = defaultPresence;
  const { levels = d.levels, steps = d.steps, before = d.before } = options;
  const { cost = pixels * (d.cost as number), costBelow = pixels * (d.costBelow as number) } = options;
  requireCost(`${path}.cost`, cost, -maxPartCost);
  // What is below a part goes with it, and must not have earned anything.
  requireCost(`${path}.costBelow`, costBelow, 0);
  checkSetting.wholeNumber(`${path}.levels`, levels, 1);
  checkSetting.wholeNumber(`${path}.steps`, steps, 0);
  checkSetting.wholeNumber(`${path}.before`, before, 0);
  return { cost, levels, costBelow, steps, before };
}

/** One cost, or a list of them. */
function requireCost(path: string, cost: number | readonly number[], min: number): void {
  const isCost = (at: string, value: unknown): void => checkSetting.number(at, value, min, maxPartCost);
  if (Array.isArray(cost)) checkSetting.array(path, cost, isCost);
  else isCost(path, cost);
}

/**
 * @param freed levels whose children inference moves
 * @throws RnpError RNP_CONFIG unless costs given one by one are as many as there are parts, or levels, and there are so many levels
 */
export function requireCosts(
  path: string,
  { cost, levels, costBelow }: WholePresence,
  childrenPerLevel: readonly number[],
  freed: number,
): void {
  const wrong = (name: keyof WholePresence, complaint: string): RnpError =>
    new RnpError('RNP_CONFIG', complaint, { path: `${path}.${name}` });
  const [parts] = childrenPerLevel;
  const depth = childrenPerLevel.length;
  if (typeof cost !== 'number' && cost.length !== parts)
    throw wrong('cost', `has ${cost.length} for up to ${parts} parts; give one for each, or one for all`);
  if (levels > depth) throw wrong('levels', `is ${levels}, and the model has ${countedLevels(depth)}`);
  // The parts of the top program can go also where none of them moves.
  if (levels > Math.max(1, freed)) {
    const complaint = `is ${levels}, and parts of ${countedLevels(freed)} move; give at most ${Math.max(1, freed)}, or free: 'all'`;
    throw wrong('levels', complaint);
  }
  if (typeof costBelow !== 'number' && costBelow.length !== levels - 1) {
    const complaint = `has ${costBelow.length} for ${countedLevels(levels - 1)} below the first; give one for each, or one for all`;
    throw wrong('costBelow', complaint);
  }
}

/** What a part costs of the children of level k: of the top program's the n-th, n from 1. */
export function costOfPart({ cost, costBelow }: WholePresence, k: number, n: number): number {
  const [of, at] = k === 0 ? [cost, n - 1] : [costBelow, k - 1];
  return typeof of === 'number' ? of : of[at]!;
}

/** What the parts of each image cost together; undefined where parts cost nothing. */
export function partCosts(
  options: WholePresence | undefined,
  presence: Presence | undefined,
): readonly number[] | undefined {
  if (options === undefined) return undefined;
  return presence?.map((there) => {
    const [parts = 0, ...below] = countsOf(there).slice(0, options.levels);
    let sum = 0;
    for (let n = 1; n <= parts; n++) sum += costOfPart(options, 0, n);
    return below.reduce((all, count, i) => all + count * costOfPart(options, i + 1, 1), sum);
  });
}

/**
 * How many parts images keep of the levels whose parts have to earn their presence.
 *
 * @param counts of each image, of each level, top first
 * @returns of each level, of each image; null where all parts stay
 */
export function countedParts(
  counts: readonly (readonly number[])[],
  presence: PresenceOptions | undefined,
): readonly (readonly number[])[] | null {
  if (presence === undefined) return null;
  const { levels = defaultPresence.levels } = presence;
  return Array.from({ length: levels }, (_, k) => counts.map((ofImage) => ofImage[k]!));
}
