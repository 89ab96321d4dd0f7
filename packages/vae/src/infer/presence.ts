// b batch, t children of the top program
import { RnpError } from '@rnp/errors';
import type { ParseTree, Presence } from '@rnp/recursive-decoder';
import { checkSetting } from '../checks.js';

/** What a part of the top program has to earn. */
export interface PresenceOptions {
  /**
   * What each part adds to the energy, in the units of it, that is −ln of the odds of one part more; from −1e6 to 1e6. A list has a cost for
   * the first part, the second, and so on, as many as there can be; `learnCosts` estimates one. Unless given, 0.4 times the precision of a
   * pixel.
   */
  readonly cost?: number | readonly number[];
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

/** What they lead to, examples/presence measures; the cost is in units of the precision of a pixel. Quoted by docs/model.md, *Looking again*. */
export const defaultPresence: WholePresence = Object.freeze({
  cost: 0.4,
  steps: 15,
  before: 0,
});

/** The most that a part may cost, or earn. */
export const maxPartCost = 1e6;

/**
 * @param pixels precision of a pixel, which the cost by default follows: all of an energy in other units leads to the same parts
 * @throws RnpError RNP_CONFIG naming the option that is unknown or out of range
 */
export function wholePresence(path: string, options: PresenceOptions, pixels: number): WholePresence {
  checkSetting.options(path, options, [], Object.keys(defaultPresence));
  const d = defaultPresence;
  const { cost = pixels * (d.cost as number), steps = d.steps, before = d.before } = options;
  const isCost = (at: string, value: unknown): void =>
    checkSetting.number(at, value, -maxPartCost, maxPartCost);
  if (Array.isArray(cost)) checkSetting.array(`${path}.cost`, cost, isCost);
  else isCost(`${path}.cost`, cost);
  checkSetting.wholeNumber(`${path}.steps`, steps, 0);
  checkSetting.wholeNumber(`${path}.before`, before, 0);
  return { cost, steps, before };
}

/** @throws RnpError RNP_CONFIG unless costs given part by part are as many as a program has parts */
export function requireCosts(path: string, { cost }: WholePresence, parts: number): void {
  if (typeof cost === 'number' || cost.length === parts) return;
  const complaint = `has ${cost.length} for up to ${parts} parts; give one for each, or one for all`;
  throw new RnpError('RNP_CONFIG', complaint, { path });
}

/** What the n-th part costs, n from 1. */
export function costOfPart({ cost }: WholePresence, n: number): number {
  return typeof cost === 'number' ? cost : cost[n - 1]!;
}

/** What the parts of each image cost together; undefined where parts cost nothing. */
export function partCosts(
  options: WholePresence | undefined,
  presence: Presence | undefined,
): readonly number[] | undefined {
  if (options === undefined) return undefined;
  return presence?.map((there) => {
    const parts = there.filter(Boolean);
    return parts.reduce((sum, _, i) => sum + costOfPart(options, i + 1), 0);
  });
}

/** How many of an image's parts are there. */
export function countOf(there: readonly boolean[]): number {
  return there.filter(Boolean).length;
}

/** Which parts of trees are there, [b][t]; undefined where all of all are. @param parts of a program whose parts are all there */
export function presenceOf(trees: readonly ParseTree[], parts: number): Presence | undefined {
  if (trees.every(({ root }) => root.silent === undefined)) return undefined;
  return trees.map(({ root: { silent = [] } }) => {
    const absent = silent.map(({ step }) => step);
    return Array.from({ length: parts }, (_, t) => !absent.includes(t + 1));
  });
}
