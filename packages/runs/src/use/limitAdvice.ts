import { option, type Wording, worded } from '@rnp/errors';
import type { ModelLook } from './modelLook.js';

/** So many steps, of one image each, take a minute and more. */
const manySteps = 100_000;
/** So many scenes do, even at one look. */
const manyScenes = 500;
const few = 200;

/** Anything with a length. */
type Counted = { readonly length: number };

/**
 * What is said before all images, or all scenes, are measured and that takes minutes.
 *
 * @param childrenPerLevel parts of programs, top level first
 * @param scenes undefined unless they are measured
 */
export function limitAdvice(
  look: ModelLook,
  childrenPerLevel: readonly number[],
  images: Counted,
  scenes: Counted | undefined,
): readonly Wording[] {
  const lines: Wording[] = [];
  if (images.length * stepsAnImage(look, childrenPerLevel) > manySteps)
    lines.push(adviceOf('looking closely at', images, 'images'));
  if (scenes !== undefined && scenes.length > manyScenes)
    lines.push(adviceOf('finding the objects of', scenes, 'scenes'));
  return lines;
}

/**
 * The most steps that a look takes at an image, those of trials counted in: in each round one with all parts and one without each; below the
 * top program, where one part of each program goes in a round, one without all that go.
 */
function stepsAnImage(look: ModelLook, childrenPerLevel: readonly number[]): number {
  if (look.type !== 'inferred') return 0;
  const { before = 0, steps = 0, levels = 0 } = look.presence ?? {};
  let programs = 1;
  let trials = 0;
  for (const [k, t] of childrenPerLevel.slice(0, levels).entries()) {
    const sum = (t * (t + 1)) / 2;
    trials += k === 0 ? t + sum : programs * (sum - 1) + 2 * (t - 1);
    programs *= t;
  }
  return look.steps + before + trials * steps;
}

function adviceOf(work: string, { length }: Counted, what: 'images' | 'scenes'): Wording {
  return worded`${work} all ${length} ${what}, which takes minutes; ${option('limit', few)} measures the first ones alone`;
}
