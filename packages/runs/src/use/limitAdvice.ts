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
 * @param parts of a program of the top level
 * @param scenes undefined unless they are measured
 */
export function limitAdvice(
  look: ModelLook,
  parts: number,
  images: Counted,
  scenes: Counted | undefined,
): readonly Wording[] {
  const lines: Wording[] = [];
  if (images.length * stepsAnImage(look, parts) > manySteps)
    lines.push(adviceOf('looking closely at', images, 'images'));
  if (scenes !== undefined && scenes.length > manyScenes)
    lines.push(adviceOf('finding the objects of', scenes, 'scenes'));
  return lines;
}

/** The most steps that a look takes at an image, those of trials counted in: in each round one with all parts and one without each. */
function stepsAnImage(look: ModelLook, parts: number): number {
  if (look.type !== 'inferred') return 0;
  const { before = 0, steps = 0 } = look.presence ?? {};
  const trials = (parts * (parts + 3)) / 2;
  return look.steps + before + trials * steps;
}

function adviceOf(work: string, { length }: Counted, what: 'images' | 'scenes'): Wording {
  return worded`${work} all ${length} ${what}, which takes minutes; ${option('limit', few)} measures the first ones alone`;
}
