import { type Point, preimage } from '../affine.js';
import type { DrawableNode } from '../parseNode.js';

/** Where a part lies on the image, as people say it. */
export interface NodePlace {
  /** Sides of the part's frame over those of the image. */
  readonly width: number;
  readonly height: number;
  /** Of the frame's upper side, clockwise, in degrees, -180 … 180. */
  readonly turn: number;
  /** Of the frame, (0, 0) the image's top left, (1, 1) its bottom right. */
  readonly centre: Point;
}

/** Null where the part's map cannot be inverted. */
export function placeOf<N extends DrawableNode<N>>({ toImage }: N): NodePlace | null {
  const [centre, right, down] = (
    [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const
  ).map((point) => preimage(toImage, point));
  if (!centre || !right || !down) return null;
  const [u, v] = [minus(right, centre), minus(down, centre)];
  return {
    width: Math.hypot(...u),
    height: Math.hypot(...v),
    turn: (Math.atan2(u[1], u[0]) * 180) / Math.PI,
    centre: [(centre[0] + 1) / 2, (centre[1] + 1) / 2],
  };
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1]];
}

/** "38 % as wide and 52 % as high as the image, turned 12° clockwise, in the upper left" */
export function placeInWords({ width, height, turn, centre }: NodePlace): string {
  const degrees = Math.round(Math.abs(turn));
  const turned = degrees === 0 ? 'upright' : `turned ${degrees}° ${turn > 0 ? 'clockwise' : 'anticlockwise'}`;
  return `${percent(width)} as wide and ${percent(height)} as high as the image, ${turned}, ${whereabouts(centre)}`;
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function whereabouts([x, y]: Point): string {
  const row = y < 0.4 ? 'upper' : y > 0.6 ? 'lower' : '';
  const column = x < 0.4 ? 'left' : x > 0.6 ? 'right' : '';
  if (row === '' && column === '') return 'in the middle';
  if (row !== '' && column !== '') return `in the ${row} ${column}`;
  return row === '' ? `on the ${column}` : `in the ${row} middle`;
}
