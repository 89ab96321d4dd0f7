// n points, in pixels from the top left once laid out

import { RnpError, shown } from '@rnp/errors';
import type { Raster } from '@rnp/images';
import { checkOption, checkPositive } from '../checks.js';
import { checkPicture } from '../image/byteRaster.js';
import { partColour, type Rgb } from '../palette.js';

/** A picture that stands for a cluster, near the place it belongs to. */
export interface LatentMapThumbnail {
  /** On the map, in the coordinates of its points: a cluster's centre, or its representative's place. */
  readonly at: readonly [x: number, y: number];
  readonly raster: Raster;
  /** Its border is in this group's colour; without one it is grey. */
  readonly group?: number;
}

/** Points of program space on a plane, as t-SNE or UMAP lays them out (paper, Fig. 2B and 2C). */
export interface LatentMap {
  /** [n], x to the right and y up, in any unit: axes of such maps mean nothing, so none are drawn. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** [n] whole numbers from 0: the class, the level or the cluster of each point, which gives it its colour and shape. */
  readonly groups: ArrayLike<number>;
  /** Names of the groups 0, 1, …, for the legend. */
  readonly groupNames?: readonly string[];
  readonly thumbnails?: readonly LatentMapThumbnail[];
  /** Places beneath the points, in grey: those of the map that the points were placed onto. */
  readonly beneath?: readonly (readonly [x: number, y: number])[];
}

export interface LatentMapOptions {
  /** Side of the square that holds the points, in pixels. Default 720. */
  readonly size?: number;
  /** Radius of a point, in pixels. Default 2.5. */
  readonly radius?: number;
  /** Side of a thumbnail, about, in pixels: its own pixels become squares. Default 48. */
  readonly thumbnail?: number;
}

export const defaultLatentMapOptions: Required<LatentMapOptions> = Object.freeze({
  size: 720,
  radius: 2.5,
  thumbnail: 48,
});

/** Behind the points on light pages, dark ones and paper: thumbnails are ink on black, and colours of parts are made for it. */
export const panel: Rgb = Object.freeze([0x10 / 255, 0x13 / 255, 0x17 / 255] as const);
export const grey: Rgb = Object.freeze([0.7, 0.7, 0.7] as const);
export const pointOpacity = 0.8;
/** Of places beneath; their marks are smaller, too. */
export const beneathOpacity = 0.35;
export const beneathScale = 0.7;
export const thumbnailBorder = 2;

/** Where everything lies. */
export interface LatentMapLayout extends Required<LatentMapOptions> {
  readonly dots: readonly { readonly x: number; readonly y: number; readonly group: number }[];
  /** Places beneath. */
  readonly beneath: readonly { readonly x: number; readonly y: number }[];
  /** The pictures without their borders; left and top are whole pixels. */
  readonly pictures: readonly PlacedThumbnail[];
}

export interface PlacedThumbnail {
  readonly raster: Raster;
  readonly scale: number;
  readonly left: number;
  readonly top: number;
  readonly border: Rgb;
}

/** @throws RnpError RNP_CONFIG, RNP_IMAGE_RASTER */
export function latentMapLayout(map: LatentMap, options: LatentMapOptions): LatentMapLayout {
  checkOption.options('options', options, [], Object.keys(defaultLatentMapOptions));
  const { size, radius, thumbnail } = { ...defaultLatentMapOptions, ...options };
  checkOption.wholeNumber('options.size', size, 100, 8000);
  for (const [name, value] of Object.entries({ radius, thumbnail })) {
    checkPositive(`options.${name}`, value, size / 2);
  }
  checkMap(map);
  const { beneath = [] } = map;
  const place = placement([...map.points, ...beneath], size);
  const dots = map.points.map((point, i) => {
    const [x, y] = place(point);
    return { x, y, group: map.groups[i]! };
  });
  const pictures = (map.thumbnails ?? []).map(({ at, raster, group }) => {
    const scale = Math.max(1, Math.round(thumbnail / Math.max(raster.width, raster.height)));
    const [x, y] = place(at);
    const [left, top] = [x - (raster.width * scale) / 2, y - (raster.height * scale) / 2];
    return { raster, scale, left, top, border: group === undefined ? grey : partColour(group) };
  });
  const under = beneath.map((point) => {
    const [x, y] = place(point);
    return { x, y };
  });
  return { size, radius, thumbnail, dots, beneath: under, pictures: pushedApart(pictures, size) };
}

function checkMap(map: LatentMap): void {
  checkOption.options('map', map, ['points', 'groups'], ['groupNames', 'thumbnails', 'beneath']);
  const { points, groups, groupNames = [], thumbnails = [], beneath = [] } = map;
  checkOption.list('map.points', points);
  checkOption.array('map.groups', groups);
  checkOption.list('map.groupNames', groupNames, checkOption.text);
  checkOption.list('map.thumbnails', thumbnails, checkThumbnail);
  checkOption.list('map.beneath', beneath);
  if (points.length === 0) throw new RnpError('RNP_CONFIG', 'give at least one point', { path: 'points' });
  if (groups.length !== points.length)
    throw new RnpError(
      'RNP_CONFIG',
      `has ${groups.length} values for ${points.length} points; give one for each`,
      { path: 'groups' },
    );
  const finite = (point: readonly number[], path: string): void => {
    if (!Array.isArray(point) || point.length !== 2 || !point.every(Number.isFinite))
      throw new RnpError('RNP_CONFIG', `is ${shown(point)}; give two finite numbers`, { path });
  };
  points.forEach((point, i) => {
    finite(point, `points[${i}]`);
    if (!Number.isInteger(groups[i]) || groups[i]! < 0)
      throw new RnpError('RNP_CONFIG', `is ${String(groups[i])}; give a whole number from 0`, {
        path: `groups[${i}]`,
      });
  });
  beneath.forEach((point, i) => {
    finite(point, `beneath[${i}]`);
  });
  thumbnails.forEach(({ at, raster }, i) => {
    finite(at, `thumbnails[${i}].at`);
    checkPicture(raster, `thumbnails[${i}].raster`);
  });
}

function checkThumbnail(path: string, thumbnail: unknown): void {
  checkOption.options(path, thumbnail, ['at', 'raster'], ['group']);
  const { group } = thumbnail as LatentMapThumbnail;
  if (group !== undefined) checkOption.wholeNumber(`${path}.group`, group, 0);
}

/** Points closer together are one: a scale that tells them apart would be no number. */
const minSpan = 1e-300;

/** Map coordinates → pixels, the same scale both ways, with room for half a thumbnail at the edges. */
function placement(
  points: LatentMap['points'],
  size: number,
): (point: readonly [number, number]) => [number, number] {
  const bounds = [0, 1].map((axis) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of points) {
      low = Math.min(low, point[axis]!);
      high = Math.max(high, point[axis]!);
    }
    // Between two neighbours of the number line there is no middle: what rounding gives must not lie beside them.
    const centre = Math.min(high, Math.max(low, low / 2 + high / 2));
    return { centre, span: high - low };
  });
  const span = Math.max(bounds[0]!.span, bounds[1]!.span);
  const scale = (0.9 * size) / (span > minSpan ? span : 1);
  return ([x, y]) => [size / 2 + (x - bounds[0]!.centre) * scale, size / 2 - (y - bounds[1]!.centre) * scale];
}

/** Pictures that would lie on each other move apart along the shorter way, as far as there is room. */
function pushedApart(pictures: readonly PlacedThumbnail[], size: number): PlacedThumbnail[] {
  const gap = 2 * thumbnailBorder + 2;
  const boxes = pictures.map(({ left, top, raster, scale }) => ({
    left,
    top,
    width: raster.width * scale,
    height: raster.height * scale,
  }));
  for (let round = 0; round < 200; round++) {
    let moved = false;
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length; j++) {
        const [a, b] = [boxes[i]!, boxes[j]!];
        const dx = b.left + b.width / 2 - (a.left + a.width / 2);
        const dy = b.top + b.height / 2 - (a.top + a.height / 2);
        const overX = (a.width + b.width) / 2 + gap - Math.abs(dx);
        const overY = (a.height + b.height) / 2 + gap - Math.abs(dy);
        if (overX <= 0.01 || overY <= 0.01) continue;
        moved = true;
        const axis = overX < overY ? 'left' : 'top';
        const way = (axis === 'left' ? dx : dy) < 0 ? -1 : 1;
        const by = (way * Math.min(overX, overY)) / 2;
        a[axis] -= by;
        b[axis] += by;
      }
    }
    for (const box of boxes) {
      box.left = within(box.left, size - box.width);
      box.top = within(box.top, size - box.height);
    }
    if (!moved) break;
  }
  return pictures.map((picture, i) => ({
    ...picture,
    left: Math.round(boxes[i]!.left),
    top: Math.round(boxes[i]!.top),
  }));
}

/** Borders stay on the panel. */
function within(start: number, room: number): number {
  return Math.max(thumbnailBorder, Math.min(room - thumbnailBorder, start));
}
