// h height, w width of the canvas
import { RnpError } from '@rnp/errors';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { generatorOf } from '../generator.js';
import { type Extent, extentOf, type InkSource } from './ink.js';
import type { SceneSettings } from './scenesOptions.js';

/** An image in its place. */
export interface Placement {
  readonly source: InkSource;
  readonly item: number;
  readonly scale: number;
  /** Radians, clockwise as seen. */
  readonly angle: number;
  /** Where the middle of the image lies; pixel centres are whole numbers. */
  readonly x: number;
  readonly y: number;
  /** What its ink covers, about (x, y). */
  readonly extent: Extent;
}

type Random = ReturnType<typeof generatorOf>;

/** Places that are tried for one object; sizes and turns that are tried for all of them; choices of images. Each is redrawn where those within fail. */
const [maxPlaces, maxSizes, maxChoices] = [25, 40, 10];

/** With overlap, of two boxes this much of the smaller one's area may be shared at most. */
const maxShared = 0.5;

/**
 * The objects of a scene: their number, their images, and places for these, uniform over those at which all ink lies on the canvas.
 * Sources take part equally. Where objects get in each other's way they are placed anew, then scaled anew, so that crowded scenes
 * have smaller ones.
 *
 * @returns null where no place was found within the tries
 */
export function placeObjects(
  sources: readonly InkSource[],
  settings: SceneSettings,
  random: Random,
  count: number,
): readonly Placement[] | null {
  for (let choice = 0; choice < maxChoices; choice++) {
    const chosen = Array.from({ length: count }, () => {
      const source = sources[uniformInt(random, 0, sources.length - 1)]!;
      return { source, item: source.items[uniformInt(random, 0, source.items.length - 1)]! };
    });
    for (let sizes = 0; sizes < maxSizes; sizes++) {
      const placed = allPlaced(chosen, settings, random);
      if (placed !== null) return placed;
    }
  }
  return null;
}

/** The number of objects of a scene: the first that is drawn. */
export function countOf({ count: [from, to] }: SceneSettings, random: Random): number {
  return uniformInt(random, from, to);
}

function allPlaced(
  chosen: readonly Pick<Placement, 'source' | 'item'>[],
  { canvas: [h, w], scale: [smallest, largest], rotate, overlap }: SceneSettings,
  random: Random,
): readonly Placement[] | null {
  const placed: Placement[] = [];
  for (const { source, item } of chosen) {
    const scale = smallest + (largest - smallest) * uniformFloat64(random);
    const angle = ((rotate * Math.PI) / 180) * (2 * uniformFloat64(random) - 1);
    const extent = extentOf(source, item, scale, angle);
    const [freeX, freeY] = [w - (extent.right - extent.left), h - (extent.bottom - extent.top)];
    let place: Placement | null = null;
    for (let tries = 0; place === null && tries < maxPlaces; tries++) {
      const x = freeX * uniformFloat64(random) - 0.5 - extent.left;
      const y = freeY * uniformFloat64(random) - 0.5 - extent.top;
      const one = { source, item, scale, angle, x, y, extent };
      if (placed.every((other) => (overlap ? sharedOf(one, other) <= maxShared : areApart(one, other)))) {
        place = one;
      }
    }
    if (place === null) return null;
    placed.push(place);
  }
  return placed;
}

/** Whether no pixel can get ink of both: interpolation carries ink half a pixel of its image beyond the ink's edge. */
function areApart(a: Placement, b: Placement): boolean {
  const gap = (reachOf(a) + reachOf(b)) / 2;
  return (
    a.x + a.extent.right + gap <= b.x + b.extent.left ||
    b.x + b.extent.right + gap <= a.x + a.extent.left ||
    a.y + a.extent.bottom + gap <= b.y + b.extent.top ||
    b.y + b.extent.bottom + gap <= a.y + a.extent.top
  );
}

/** The width of a pixel of its image on the canvas. */
function reachOf({ scale, angle }: Placement): number {
  return scale * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
}

/** The area that two boxes share, over that of the smaller one. */
function sharedOf(a: Placement, b: Placement): number {
  const width =
    Math.min(a.x + a.extent.right, b.x + b.extent.right) - Math.max(a.x + a.extent.left, b.x + b.extent.left);
  const height =
    Math.min(a.y + a.extent.bottom, b.y + b.extent.bottom) - Math.max(a.y + a.extent.top, b.y + b.extent.top);
  return (Math.max(0, width) * Math.max(0, height)) / Math.min(areaOf(a.extent), areaOf(b.extent));
}

function areaOf({ left, right, top, bottom }: Extent): number {
  return (right - left) * (bottom - top);
}

/** @throws RnpError `RNP_CONFIG` where the largest image does not fit on the canvas, whatever its turn */
export function requireFit(sources: readonly InkSource[], settings: SceneSettings): void {
  const {
    canvas: [h, w],
    scale: [, scale],
    rotate,
  } = settings;
  for (const { dataset, widest } of sources) {
    const [width, height] = [widest, [widest[1], widest[0]] as const].map(([along, across]) => {
      const angle = Math.min((rotate * Math.PI) / 180, Math.atan2(across, along));
      return scale * (along * Math.cos(angle) + across * Math.sin(angle));
    });
    if (width! <= w && height! <= h) continue;
    const needs = `${Math.ceil(height!)}×${Math.ceil(width!)} pixels (height × width)`;
    throw new RnpError(
      'RNP_CONFIG',
      `${h}×${w} is too small for ${dataset.name} (${dataset.split}): up to scale ${scale} and turned by up to ${rotate}°, ink needs ${needs}; choose a larger canvas or a smaller scale`,
      { path: 'options.canvas' },
    );
  }
}

/** What to say where objects found no place. */
export function tooFull({ count: [, count], canvas: [h, w], overlap }: SceneSettings): RnpError {
  const mend = overlap
    ? 'choose fewer, a smaller scale or a larger canvas'
    : 'choose fewer, a smaller scale, a larger canvas, or overlap';
  return new RnpError(
    'RNP_CONFIG',
    `${count} objects do not find room on a canvas of ${h}×${w}${overlap ? '' : ' without overlap'}; ${mend}`,
    { path: 'options.count' },
  );
}
