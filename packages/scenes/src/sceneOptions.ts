import { RnpError } from '@rnp/errors';
import { checkOption } from './checks.js';
import type { FrameSizes } from './frames.js';
import { type Running, runningNames } from './work.js';

const grounds = ['none', 'wide'] as const;

/** What scenes may have behind their objects. */
export type SceneGround = (typeof grounds)[number];

export interface SceneOptions extends Running {
  /**
   * Of an object's frame in pixels of the canvas: the largest objects fit in. 1.2 times the model's images unless given; at most 3 times the
   * larger side of the canvas.
   */
  readonly side?: number;
  /**
   * What lies behind the objects: nothing, or what is wider than strokes, about a quarter of `side`, such as light that falls off, or texture.
   */
  readonly ground?: SceneGround;
  /** The most objects that a scene may have. */
  readonly maxObjects?: number;
  /**
   * The energy that one more object must save, where an object saves half of the squared error that it takes from the canvas; −ln of the odds
   * of one more object, where pixels have a deviation of 1.
   */
  readonly cost?: number;
  /** Places that are tried for each object. */
  readonly windows?: number;
  /**
   * In scenes that are explained badly, so many places are tried for the first object, 1 to 9: objects that overlap look like one, whose
   * middle is that of none of them. What explains the scene best stays.
   */
  readonly beginnings?: number;
  /** How often each object is looked at again, with what the others explain taken away. */
  readonly rounds?: number;
  /** Steps of inference by prediction errors at each of these looks; 0 for one look of the encoder. */
  readonly steps?: number;
}

/** Quoted by the README. */
export const defaultSceneOptions: Required<Omit<SceneOptions, 'side' | keyof Running>> = Object.freeze({
  ground: 'none',
  maxObjects: 4,
  cost: 7,
  windows: 3,
  beginnings: 1,
  rounds: 1,
  steps: 0,
});

/** Options with none left out. */
export interface SceneSettings extends Required<Omit<SceneOptions, keyof Running>>, FrameSizes {}

/** In a frame of more than this many times the canvas, all of the canvas is a speck that no model knows. */
const maxSideOverCanvas = 3;

/**
 * Sees that frames of such a side can show something of a canvas.
 *
 * @param canvas its height and width
 * @throws RnpError RNP_CONFIG
 */
export function requireSide({ side }: SceneSettings, [height, width]: readonly [number, number]): void {
  const most = maxSideOverCanvas * Math.max(height, width);
  if (side <= most) return;
  const complaint = `must be at most ${most} on canvases of ${height}×${width}, ${maxSideOverCanvas} times their larger side, not ${side}: objects would be specks in their frames; give the side that the largest objects need`;
  throw new RnpError('RNP_CONFIG', complaint, { path: 'options.side' });
}

/** A frame is larger than a model's images, so that an object which is as large as those of these images fits with room. @param patch h, w */
export function sideFor(patch: readonly [number, number]): number {
  return Math.round(1.2 * Math.max(...patch));
}

/** @throws RnpError RNP_CONFIG naming the option that is unknown or out of range */
export function sceneSettings(
  [height, width]: readonly [number, number, number],
  options: SceneOptions,
): SceneSettings {
  checkOption.options('options', options, [], ['side', ...Object.keys(defaultSceneOptions), ...runningNames]);
  const { signal: _, onProgress: __, onFound: ___, ...own } = options;
  const whole = {
    side: sideFor([height, width]),
    ...defaultSceneOptions,
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  };
  checkOption.number('options.side', whole.side, 1, 1e4);
  checkOption.choice('options.ground', whole.ground, grounds);
  checkOption.wholeNumber('options.maxObjects', whole.maxObjects, 1, 100);
  checkOption.number('options.cost', whole.cost, 0);
  checkOption.wholeNumber('options.windows', whole.windows, 1, 100);
  checkOption.wholeNumber('options.beginnings', whole.beginnings, 1, 9);
  checkOption.wholeNumber('options.rounds', whole.rounds, 1, 100);
  checkOption.wholeNumber('options.steps', whole.steps, 0);
  return { ...whole, patch: [height, width] };
}
