import { RnpError, shown } from '@rnp/errors';
import { checkSetting } from '../checks.js';

/** A part of the descent: the same images, seen as sharply as `blur` says. */
export interface DeformStage {
  /** Deviation of the Gaussian that blurs drawing and image, in pixels; 0 for none. A blurred stroke is felt from further away. */
  readonly blur: number;
  readonly steps: number;
  /** Adam's, in units of actions, which lie in [-1, 1]. */
  readonly learningRate: number;
}

/** 1/σ² of each kind of move: the larger, the more it costs. The precision of a blurred pixel is 1. */
export interface DeformPrecisions {
  /** Of a number of a part's action, around the action in the tree. */
  readonly actions: number;
  /** Of an entry of the linear map of the whole tree, around the map that the start is given by; its shift is free of charge. */
  readonly whole: number;
}

export interface DeformOptions {
  /** From the most blurred to the sharpest. The last one's blur is that of what is told. */
  readonly stages?: readonly DeformStage[];
  /** Those left out are as by default. */
  readonly precisions?: Partial<DeformPrecisions>;
  readonly signal?: AbortSignal;
}

export const defaultDeformOptions: Required<Omit<DeformOptions, 'signal'>> = Object.freeze({
  stages: Object.freeze([
    Object.freeze({ blur: 2, steps: 15, learningRate: 0.03 }),
    Object.freeze({ blur: 1.5, steps: 15, learningRate: 0.02 }),
    Object.freeze({ blur: 1, steps: 15, learningRate: 0.02 }),
  ]),
  precisions: Object.freeze({ actions: 10, whole: 8 }),
});

/** Options with none left out. */
export interface WholeDeformOptions {
  readonly stages: readonly DeformStage[];
  readonly precisions: DeformPrecisions;
  readonly signal?: AbortSignal;
}

const maxPrecision = 1e6;
/** A wider Gaussian is flat over any image. */
const maxBlur = 1000;

/** @throws RnpError RNP_CONFIG naming the option that is unknown or out of range */
export function wholeDeformOptions(path: string, options: DeformOptions): WholeDeformOptions {
  checkSetting.options(path, options, [], [...Object.keys(defaultDeformOptions), 'signal']);
  const { stages = defaultDeformOptions.stages, signal } = options;
  checkSetting.array(`${path}.stages`, stages, requireStage);
  if (stages.length === 0)
    throw new RnpError('RNP_CONFIG', `must have a stage or more, not ${shown(stages)}`, {
      path: `${path}.stages`,
    });
  const { precisions: given = {} } = options;
  checkSetting.options(`${path}.precisions`, given, [], Object.keys(defaultDeformOptions.precisions));
  const d = defaultDeformOptions.precisions as DeformPrecisions;
  const { actions = d.actions, whole = d.whole } = given;
  const precisions = { actions, whole };
  for (const name of ['actions', 'whole'] as const)
    checkSetting.number(`${path}.precisions.${name}`, precisions[name], 0, maxPrecision);
  if (signal !== undefined) checkSetting.signal(`${path}.signal`, signal);
  return { stages, precisions, ...(signal && { signal }) };
}

function requireStage(path: string, value: unknown): void {
  const stage = value as DeformStage;
  checkSetting.options(path, stage, ['blur', 'steps', 'learningRate'], []);
  checkSetting.number(`${path}.blur`, stage.blur, 0, maxBlur);
  checkSetting.wholeNumber(`${path}.steps`, stage.steps, 0);
  checkSetting.number(`${path}.learningRate`, stage.learningRate, Number.MIN_VALUE);
}
