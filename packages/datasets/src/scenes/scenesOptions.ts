// h height, w width of the canvas
import { RnpError, shown } from '@rnp/errors';
import { check } from '../checks.js';
import { requireCount } from '../order.js';

/** What lies behind the objects; see `ScenesOptions`. */
export type SceneBackground = 'none' | 'clutter' | 'gradient' | 'texture';

/** Scenes to be made. */
export interface ScenesOptions {
  /** How many objects a scene has, up to 16: a number, or the ends of a range from which it is drawn uniformly. */
  readonly count?: number | readonly [from: number, to: number];
  /** Pixels of the canvas, 8 to 1024: [h, w], or one number for both. */
  readonly canvas?: number | readonly [height: number, width: number];
  /**
   * false: the objects' boxes stay apart, so that no pixel has ink of two. true: of two boxes up to half of the smaller one's
   * area may be shared, so that each object can still be seen.
   */
  readonly overlap?: boolean;
  /**
   * 'none' is black; 'clutter': pieces of 8×8 pixels of the sources' images (Mnih et al. 2014), one for each 400 pixels;
   * 'gradient': from one grey to another, both up to 0.4; 'texture': three waves of 5 to 20 pixels, 0 to 0.4.
   */
  readonly background?: SceneBackground;
  /** 'over': later objects cover earlier ones and the background; 'sum': ink adds up, to 1 at most. */
  readonly compositing?: 'over' | 'sum';
  /** Factor of an image's own size, 0.5 to 4: a number, or the ends of a range. */
  readonly scale?: number | readonly [from: number, to: number];
  /** The largest turn in either direction, degrees, 0 to 180. */
  readonly rotate?: number;
  /** Chooses everything. */
  readonly seed?: number;
  /** How many scenes. The first scenes do not depend on it. */
  readonly length?: number;
}

/** Options of scenes, each with a value. */
export interface SceneSettings {
  readonly count: readonly [from: number, to: number];
  readonly canvas: readonly [height: number, width: number];
  readonly overlap: boolean;
  readonly background: SceneBackground;
  readonly compositing: 'over' | 'sum';
  readonly scale: readonly [from: number, to: number];
  readonly rotate: number;
  readonly seed: number;
  readonly length: number;
}

/**
 * Up to two digits on 50×50 pixels, the size and number of Attend, Infer, Repeat (Eslami et al. 2016), so that figures can be
 * compared. Digits of 28 pixels have ink of 20, so that at a scale of 0.8 to 1.2 the largest still leaves half of the canvas to a
 * second one, and ±10° is about as much as handwriting slants by itself.
 */
export const defaultScenesOptions: SceneSettings = Object.freeze({
  count: Object.freeze([0, 2] as const),
  canvas: Object.freeze([50, 50] as const),
  overlap: false,
  background: 'none',
  compositing: 'over',
  scale: Object.freeze([0.8, 1.2] as const),
  rotate: 10,
  seed: 0,
  length: 20_000,
});

const backgrounds: readonly SceneBackground[] = ['none', 'clutter', 'gradient', 'texture'];

const maxCount = 16;

/** @throws RnpError `RNP_CONFIG` naming the first option that cannot be */
export function readScenesOptions(options: ScenesOptions): SceneSettings {
  check.options('options', options, [], Object.keys(defaultScenesOptions));
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const asked: Required<ScenesOptions> = { ...defaultScenesOptions, ...Object.fromEntries(given) };
  const count = rangeOf('count', asked.count, (path, value) => check.wholeNumber(path, value, 0, maxCount));
  const canvas = pairOf('canvas', asked.canvas, (path, value) => check.wholeNumber(path, value, 8, 1024));
  const scale = rangeOf('scale', asked.scale, (path, value) => check.number(path, value, 0.5, 4));
  const { overlap, background, compositing, rotate, seed, length } = asked;
  check.choice('options.overlap', overlap, [true, false]);
  check.choice('options.background', background, backgrounds);
  check.choice('options.compositing', compositing, ['over', 'sum']);
  check.number('options.rotate', rotate, 0, 180);
  requireCount('options.seed', seed, 0);
  requireCount('options.length', length, 1);
  return { count, canvas, overlap, background, compositing, scale, rotate, seed, length };
}

type Look = (path: string, value: unknown) => void;

function pairOf(
  name: string,
  value: number | readonly [number, number],
  look: Look,
): readonly [number, number] {
  const path = `options.${name}`;
  if (typeof value === 'number') {
    look(path, value);
    return [value, value];
  }
  if (!Array.isArray(value) || value.length !== 2) {
    throw new RnpError('RNP_CONFIG', `must be a number or two, not ${shown(value)}`, { path });
  }
  value.forEach((one, i) => {
    look(`${path}[${i}]`, one);
  });
  return [value[0]!, value[1]!];
}

function rangeOf(
  name: string,
  value: number | readonly [number, number],
  look: Look,
): readonly [number, number] {
  const [from, to] = pairOf(name, value, look);
  if (from <= to) return [from, to];
  throw new RnpError('RNP_CONFIG', `must rise, not be ${shown(value)}`, { path: `options.${name}` });
}
