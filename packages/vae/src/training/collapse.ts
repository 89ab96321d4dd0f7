import { RnpError } from '@rnp/errors';
import type { DecoderConfig, ParseMetrics } from '@rnp/recursive-decoder';
import { checkSetting } from '../checks.js';
import { requireTraining } from './trainingConfig.js';
import type { TrainingConfig } from './trainingSettings.js';

/**
 * The lowest figures of a good parse. Below them a level's children are copies, or one child draws nearly
 * everything (docs/model.md, *Is it a parse?*).
 */
export const parseFloors: Readonly<Record<'purity' | 'effectiveChildren', number>> = Object.freeze({
  purity: 0.6,
  /** A share f: of T children at least 1 + f·(T − 1) must be effective. */
  effectiveChildren: 0.4,
});

/**
 * Steps after which a model has learned enough to have collapsed, and after which a penalty at full weight
 * has worked.
 */
const patience = 300;

type Penalty = Pick<TrainingConfig, 'overlap' | 'overlapDelay' | 'overlapWarmup'>;

/**
 * The first step at which a parse can be called collapsed: 300, plus `overlapDelay` and `overlapWarmup` if
 * there is an overlap penalty. By then the model has learned something, and the penalty has had its full
 * weight for 300 steps. Shorter runs are never called collapsed.
 *
 * @throws RnpError RNP_CONFIG naming the setting that is out of range
 */
export function judgedFrom(config: Penalty): number {
  requireTraining(config, ['overlap', 'overlapDelay', 'overlapWarmup']);
  const { overlap, overlapDelay, overlapWarmup } = config;
  const penalised = overlap.some((weight) => weight > 0);
  return patience + (penalised ? overlapDelay + overlapWarmup : 0);
}

/**
 * Tells whether a parse can be called collapsed at this step (`judgedFrom`).
 *
 * @param step number of steps done
 * @throws RnpError RNP_CONFIG naming the argument that is out of range
 */
export function maySayCollapsed(step: number, penalty: Penalty): boolean {
  checkSetting.wholeNumber('step', step, 0);
  return step >= judgedFrom(penalty);
}

/** What docs/model.md calls the levels, top first, for messages. */
function levelName(index: number, levels: number): string {
  if (index === 0) return 'parts';
  return index === levels - 1 ? 'leaves' : `parts of level ${levels - 1 - index}`;
}

/**
 * Warnings with advice about a collapsed parse, at most one for dead leaves and two for each level; empty if
 * the parse is good.
 *
 * @param parse figures of `parseMetrics`
 * @throws RnpError RNP_CONFIG if the figures do not belong to a model with these levels
 */
export function collapseAdvice(
  parse: ParseMetrics,
  config: Pick<DecoderConfig, 'childrenPerLevel'>,
): string[] {
  checkSetting.object('config', config);
  const { childrenPerLevel } = config;
  checkSetting.numbers('config.childrenPerLevel', childrenPerLevel);
  checkSetting.object('parse', parse);
  checkSetting.wholeNumber('parse.images', parse.images, 0);
  for (const name of ['purity', 'effectiveChildren', 'withoutInk'] as const) {
    const ofLevel = parse[name];
    // Where no image had ink there is no figure, which is NaN.
    checkSetting.list(`parse.${name}`, ofLevel, checkSetting.anyNumber);
    if (ofLevel.length !== childrenPerLevel.length) {
      throw new RnpError('RNP_CONFIG', `must have ${childrenPerLevel.length} figures, one per level`, {
        path: `parse.${name}`,
      });
    }
  }
  const advice: string[] = [];
  const blank = parse.withoutInk[0] ?? 0;
  if (blank > 0.5 * parse.images) {
    advice.push(
      `${blank} of ${parse.images} drawings have no ink: the leaves have died. Lower learningRate, or use a smaller scaleOffset`,
    );
  }
  parse.purity.forEach((purity, level) => {
    const name = levelName(level, parse.purity.length);
    if (purity < parseFloors.purity) {
      advice.push(
        `the ${name} draw over each other (purity ${purity.toFixed(2)}): they are copies rather than parts. Raise overlap for this level, or scaleOffset`,
      );
    }
    const children = parse.effectiveChildren[level]!;
    const of = childrenPerLevel[level]!;
    if (of > 1 && children < 1 + parseFloors.effectiveChildren * (of - 1)) {
      advice.push(
        `few of the ${of} ${name} draw anything (effective children ${children.toFixed(2)}). Raise evenness or lower overlap for this level, or train on`,
      );
    }
  });
  return advice;
}
