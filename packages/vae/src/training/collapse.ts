import type { DecoderConfig, ParseMetrics } from '@rnp/recursive-decoder';
import type { TrainingConfig } from './trainingConfig.js';

/** Below these a level's children are copies, or one child draws nearly everything (docs/model.md, *Is it a parse?*). */
export const parseFloors: Readonly<Record<'purity' | 'effectiveChildren', number>> = Object.freeze({
  purity: 0.6,
  /** As a share of the level's steps. */
  effectiveChildren: 0.4,
});

/** Steps after which a model has learned enough to have collapsed, and after which a penalty at full weight has worked. */
const patience = 300;

type Penalty = Pick<TrainingConfig, 'overlap' | 'overlapDelay' | 'overlapWarmup'>;

/**
 * The first step whose parse can be called collapsed: something has been learned by then, and the overlap penalty, where
 * there is one, has been at its full weight for a while. Shorter runs are never called so.
 */
export function judgedFrom({ overlap, overlapDelay, overlapWarmup }: Penalty): number {
  const penalised = overlap.some((weight) => weight > 0);
  return patience + (penalised ? overlapDelay + overlapWarmup : 0);
}

/** @param step steps done */
export function maySayCollapsed(step: number, penalty: Penalty): boolean {
  return step >= judgedFrom(penalty);
}

/** What docs/model.md calls the levels, top first, for messages. */
function levelName(index: number, levels: number): string {
  if (index === 0) return 'parts';
  return index === levels - 1 ? 'leaves' : `parts of level ${levels - 1 - index}`;
}

/** Warnings with advice, one for each way a parse has collapsed; none when all is well. */
export function collapseAdvice(parse: ParseMetrics, { steps }: Pick<DecoderConfig, 'steps'>): string[] {
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
    const of = steps[level]!;
    if (of > 1 && children < 1 + parseFloors.effectiveChildren * (of - 1)) {
      advice.push(
        `few of the ${of} ${name} draw anything (effective children ${children.toFixed(2)}). Lower overlap for this level, or train on`,
      );
    }
  });
  return advice;
}
