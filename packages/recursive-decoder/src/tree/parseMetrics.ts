// n programs of a level, t children
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { requireUnrolled } from '../inputChecks.js';
import { notANumber } from '../notANumber.js';
import type { Unrolled } from '../program/unrolled.js';
import { alphaOf } from '../rendering/alpha.js';
import { renderNested } from '../rendering/renderNested.js';

/** docs/model.md, *Is it a parse?* over a set of images; arrays run from the top level down. */
export interface ParseMetrics {
  /** 1: children never overlap; 1/T: all draw the same. NaN where no image had ink. */
  readonly purity: readonly number[];
  /** 1: one child draws everything; T: all draw equally much. NaN where no image had ink. */
  readonly effectiveChildren: readonly number[];
  /** Images left out of a level's figures since its children drew nothing. */
  readonly withoutInk: readonly number[];
  readonly images: number;
}

/** The sums behind the metrics of one batch; plain numbers, which `parseMetrics` combines. */
export interface ParseTally {
  readonly images: number;
  /** Top first. */
  readonly levels: readonly LevelTally[];
}

interface LevelTally {
  readonly purity: number;
  readonly effectiveChildren: number;
  readonly withInk: number;
}

/** Less ink than this in a whole image counts as none; one grey level in one pixel is 4e-3. */
const inkFloor = 1e-6;

/**
 * Draws a batch by nested rendering at the image's size and measures how its ink is divided among children. The
 * drawing runs on the backend, the sums in float64. The ink of children that are laid over each other is what they cover, their alpha.
 *
 * @throws RnpError RNP_DIVERGED when what is drawn is no number
 */
export async function tallyParse(unrolled: Unrolled, config: DecoderConfig): Promise<ParseTally> {
  requireUnrolled(unrolled, config);
  const { canvas: _, ...atImageSize } = config;
  const inks = tf.tidy(() => {
    const { levels } = renderNested(unrolled, atImageSize, { placed: true });
    return levels.map(({ placed }) => (config.compositing === 'over' ? alphaOf(placed!) : placed!));
  });
  const images = unrolled.levels[0]!.programs.shape[0];
  try {
    const placed = await Promise.all(inks.map((ink) => ink.data()));
    const levels = placed.map((ink, k) =>
      tallyLevel(ink as Float32Array, images, config.childrenPerLevel[k]!, config),
    );
    return { images, levels };
  } finally {
    tf.dispose(inks);
  }
}

/**
 * The figures over all batches: means over the images, with equal weight for each image.
 *
 * @throws RnpError RNP_SHAPE if there is no tally, or tallies are of different depths
 */
export function parseMetrics(tallies: readonly ParseTally[]): ParseMetrics {
  if (!Array.isArray(tallies) || !tallies.every(isTally)) {
    throw new RnpError('RNP_SHAPE', 'must be a list of what tallyParse gives', { path: 'tallies' });
  }
  const depth = tallies[0]?.levels.length ?? 0;
  if (depth === 0 || tallies.some((tally) => tally.levels.length !== depth)) {
    throw new RnpError('RNP_SHAPE', 'give at least one tally, all of the same depth', { path: 'tallies' });
  }
  const images = tallies.reduce((sum, tally) => sum + tally.images, 0);
  const total = (k: number, key: keyof LevelTally): number =>
    tallies.reduce((sum, tally) => sum + tally.levels[k]![key], 0);
  const levels = Array.from({ length: depth }, (_, k) => k);
  return {
    purity: levels.map((k) => total(k, 'purity') / total(k, 'withInk')),
    effectiveChildren: levels.map((k) => total(k, 'effectiveChildren') / total(k, 'withInk')),
    withoutInk: levels.map((k) => images - total(k, 'withInk')),
    images,
  };
}

function isTally(tally: unknown): boolean {
  const { images, levels } = (tally ?? {}) as { readonly images?: unknown; readonly levels?: unknown };
  return typeof images === 'number' && Array.isArray(levels) && levels.every(isLevelTally);
}

function isLevelTally(level: unknown): boolean {
  const { purity, effectiveChildren, withInk } = (level ?? {}) as Readonly<Record<string, unknown>>;
  return [purity, effectiveChildren, withInk].every((sum) => typeof sum === 'number');
}

/** @param ink [n·t, h, w, c] the placed children of a level, those of one image next to each other */
function tallyLevel(ink: Float32Array, images: number, t: number, config: DecoderConfig): LevelTally {
  const [height, width, channels] = config.imageShape;
  const pixels = height * width * (config.compositing === 'over' ? 1 : channels);
  const parents = ink.length / (images * t * pixels);
  const tally = { purity: 0, effectiveChildren: 0, withInk: 0 };
  for (let image = 0; image < images; image++) {
    let [maxima, all, weighted] = [0, 0, 0];
    for (let parent = 0; parent < parents; parent++) {
      const own = measureParent(ink, (image * parents + parent) * t * pixels, t, pixels);
      maxima += own.maxima;
      all += own.all;
      weighted += own.all * own.effective;
    }
    if (!Number.isFinite(all)) throw notANumber('the drawing');
    if (all <= inkFloor) continue;
    tally.purity += maxima / all;
    tally.effectiveChildren += weighted / all;
    tally.withInk++;
  }
  return tally;
}

/** Σ_px max_t p_t, Σ_px Σ_t p_t and exp(entropy of the children's shares) of one parent. */
function measureParent(
  ink: Float32Array,
  start: number,
  t: number,
  pixels: number,
): { maxima: number; all: number; effective: number } {
  let maxima = 0;
  for (let p = 0; p < pixels; p++) {
    let max = ink[start + p]!;
    for (let step = 1; step < t; step++) {
      const value = ink[start + step * pixels + p]!;
      if (value > max) max = value;
    }
    maxima += max;
  }
  const shares = new Float64Array(t);
  let all = 0;
  for (let step = 0; step < t; step++) {
    const from = start + step * pixels;
    for (let p = 0; p < pixels; p++) shares[step]! += ink[from + p]!;
    all += shares[step]!;
  }
  let entropy = 0;
  for (const share of shares) if (share > 0) entropy -= (share / all) * Math.log(share / all);
  return { maxima, all, effective: Math.exp(entropy) };
}
