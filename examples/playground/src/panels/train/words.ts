import { rnpConfig, trainingConfig } from '@rnp/vae';
import { judgedFrom, parseFloors } from '@rnp/vae/training';
import type { Checkpoint } from '../../training/checkpoint.js';
import { nounOf } from '../../training/recipe.js';
import type { TrainingState } from '../../training/trainingState.js';

/** 4 → `4 s`, 75 → `1 min 15 s`, 600 → `10 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest === 0 || whole >= 600 ? '' : ` ${rest} s`}`;
}

/** Where a run stands, in a sentence. */
export function standing(state: TrainingState): string {
  const { phase, recipe, step, checkpoint, failure } = state;
  const steps = recipe?.training.steps ?? 0;
  switch (phase) {
    case 'idle':
      return 'Nothing has been learned here yet.';
    case 'elsewhere':
      return 'A model is learning in another tab of this browser. When it pauses there, it can go on here.';
    case 'starting':
      return step === 0 ? `Getting the ${nounOf(recipe)}s ready …` : `Going on from step ${step} …`;
    case 'training':
      return `Step ${step} of ${steps}`;
    case 'pausing':
      return `Step ${step} of ${steps}, pausing …`;
    case 'paused':
      return `Paused after ${step} of ${steps} steps. This browser keeps it, also when you close the page.`;
    case 'done':
      return `Learned for ${step} steps, in ${duration(checkpoint?.seconds ?? 0)}.`;
    case 'failed':
      return `It stopped: ${failure}`;
  }
}

/** How fast and how long still, while it learns, and up to where it goes on when the page is closed now. */
export function pace({
  phase,
  recipe,
  secondsLeft,
  imagesPerSecond,
  backend,
  checkpoint,
  warning,
}: TrainingState): string {
  if (phase !== 'training' || secondsLeft === null || imagesPerSecond === null) return '';
  // A warning says that nothing is kept.
  const kept = checkpoint === null || warning !== null ? '' : ` · kept up to step ${checkpoint.step}`;
  return `about ${duration(secondsLeft)} left · ${Math.round(imagesPerSecond)} ${nounOf(recipe)}s a second on ${backend}${kept}`;
}

/** One level's figure beside the other's: `0.78 / 0.81`; a dash for what is not known. */
export function figure(values: readonly number[] | undefined, digits: number): string {
  if (values === undefined) return '–';
  return values.map((value) => (Number.isFinite(value) ? value.toFixed(digits) : '–')).join(' / ');
}

/** What the figures say of the parts, in a sentence: by the thresholds of the command, and when it says so. */
export function reading({
  figures,
  recipe,
  step,
}: Pick<TrainingState, 'figures' | 'recipe' | 'step'>): string {
  if (figures === null || recipe === null) return '';
  const training = trainingConfig(recipe.training);
  const first = judgedFrom(training);
  if (training.steps < first)
    return `A run of ${training.steps} steps is too short to tell whether the parts share the work: ${first} are needed.`;
  if (step < first) return `Whether the parts share the work can be told from step ${first} on.`;
  const { purity, effectiveChildren } = figures;
  const { childrenPerLevel: levels } = rnpConfig(recipe.model);
  const few = levels.some(
    (of, level) => !(effectiveChildren[level]! >= 1 + parseFloors.effectiveChildren * (of - 1)),
  );
  if (few) return 'A few parts or subparts draw nearly everything so far.';
  if (levels.some((_, level) => !(purity[level]! >= parseFloors.purity)))
    return 'The parts or subparts draw over each other so far.';
  return 'The parts share the work: most ink is drawn once.';
}

/** Whether a run is under way, here or elsewhere, so that no other can begin. */
export function duringRun({ phase }: Pick<TrainingState, 'phase'>): boolean {
  return phase === 'starting' || phase === 'training' || phase === 'pausing' || phase === 'elsewhere';
}

/** What a model is called: by what it learned from, and how long. */
export function modelName({ recipe, step }: Pick<Checkpoint, 'recipe' | 'step'>): string {
  if (recipe.pictures === undefined) return `my-digits-${step}`;
  const from = recipe.pictures.name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return `my-${from || 'pictures'}-${step}`;
}
