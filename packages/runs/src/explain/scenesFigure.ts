// h height, w width, c channels of the canvas
import type { FoundObject } from '@rnp/scenes';
import { type Figure, imageGrid, partColour, type Raster } from '@rnp/viz';
import { check, checkOptions, isCount, isFlag, type Look } from '../checks.js';
import { areSome } from './explainLooks.js';
import { rasterOf } from './rasters.js';
import { isShown, type ShownScene } from './shownScene.js';

/** How `scenesFigure` draws. */
export interface ScenesFigureOptions {
  /** Scenes in a line. Default 1; then how many objects were found, and are there, stands beside each. */
  readonly perRow?: number;
  /** Whether a picture shows which pixels each object has, which is what is compared with the truth. Default true. */
  readonly masks?: boolean;
  /** Each pixel becomes a square of this side. Default 2. */
  readonly scale?: number;
  /** Which of the colours of parts an object has, from 0. Default: its position. */
  readonly colourOf?: (object: FoundObject, position: number) => number;
}

const looks: Readonly<Record<keyof ScenesFigureOptions, Look>> = Object.freeze({
  perRow: isCount,
  masks: isFlag,
  scale: isCount,
  colourOf: check.callable,
});

/** Output pixels between pictures. */
const gap = 4;

/**
 * Scenes side by side: each as it is, as it is drawn, with the ink of each object in a colour of its own, and their masks.
 *
 * @param scenes one at least
 * @throws RnpError RNP_CONFIG for what is no scene, and for none; RNP_IMAGE_TOO_LARGE for more than a sheet holds
 */
export function scenesFigure(scenes: readonly ShownScene[], options: ScenesFigureOptions = {}): Figure {
  areSome(isShown)('scenes', scenes);
  checkOptions('options', options, looks);
  const { perRow = 1, masks = true, scale = 2, colourOf = (_, position) => position } = options;
  const rows: Raster[][] = [];
  for (let from = 0; from < scenes.length; from += perRow) {
    const line = scenes.slice(from, from + perRow);
    rows.push(line.flatMap((scene) => cellsOf(scene, colourOf).slice(0, masks ? 4 : 3)));
  }
  const sheet = imageGrid({ rows, scale, gap });
  const labels = ['scene', 'drawn', 'objects', ...(masks ? ['masks'] : [])];
  return {
    ...sheet,
    columns: sheet.columns.map((column, i) => ({ ...column, label: labels[i % labels.length]! })),
    rows: perRow > 1 ? [] : sheet.rows.map((row, i) => ({ ...row, label: countsOf(scenes[i]!) })),
  };
}

/** '3 found, 2 there' */
function countsOf({ found, truth }: ShownScene): string {
  return `${found.objects.length} found, ${truth.objects.length} there`;
}

function cellsOf(
  { found, truth }: ShownScene,
  colourOf: NonNullable<ScenesFigureOptions['colourOf']>,
): readonly Raster[] {
  const [height, width, channels] = truth.imageShape;
  const colours = found.objects.map((object, position) => partColour(colourOf(object, position)));
  const drawing = found.drawing.map((value) => Math.min(1, Math.max(0, value)));
  const painted = (strength: (pixel: number) => number): Raster => {
    const data = new Float32Array(3 * height * width);
    found.owners.forEach((owner, pixel) => {
      const by = owner === 0 ? 0 : strength(pixel);
      if (by > 0) for (let i = 0; i < 3; i++) data[3 * pixel + i] = by * colours[owner - 1]![i]!;
    });
    return { width, height, channels: 3, data };
  };
  const brightest = (pixel: number): number =>
    drawing.subarray(pixel * channels, (pixel + 1) * channels).reduce((most, one) => Math.max(most, one), 0);
  const image = Float32Array.from(truth.image, (byte) => byte / 255);
  return [
    rasterOf(image, truth.imageShape),
    rasterOf(drawing, truth.imageShape),
    painted(brightest),
    painted((pixel) => found.figure[pixel]!),
  ];
}
