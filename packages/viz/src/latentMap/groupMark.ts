// r radius of a mark, in pixels
import { RnpError } from '@rnp/errors';
import { partColour, type Rgb } from '../palette.js';
import { attribute } from '../svg/escape.js';

const shapes: readonly ['circle', 'square', 'up', 'diamond', 'down', 'plus', 'cross'] = Object.freeze([
  'circle',
  'square',
  'up',
  'diamond',
  'down',
  'plus',
  'cross',
] as const);
export type Shape = (typeof shapes)[number];

/** Colours and shapes have no common divisor, so groups next to each other differ in both, and so many in one of them. */
export const maxMarks: number = 24 * shapes.length;

/** How a group's points look: no two groups look alike. */
export interface GroupMark {
  readonly colour: Rgb;
  /** Null where all shapes are taken in all colours: the group's number stands there. */
  readonly shape: Shape | null;
}

export function groupMark(group: number): GroupMark {
  return { colour: partColour(group), shape: group < maxMarks ? shapes[group % shapes.length]! : null };
}

/** @throws RnpError RNP_CONFIG for groups that only a number tells apart, where there are no words */
export function requireShape({ shape }: GroupMark, group: number): Shape {
  if (shape !== null) return shape;
  throw new RnpError(
    'RNP_CONFIG',
    `${group} is more than the ${maxMarks} groups that shapes and colours tell apart; draw it with latentMapSvg`,
    { path: 'groups' },
  );
}

/** Half sides against the radius that give all shapes about the ink of the disc. */
const [squareSide, diamondSide, triangleSide, armSide] = [0.886, 1.25, 1.56, 0.33];
/** Arms are longer than the disc, as they are thin. */
const armLength = 1.25;

/** The path of a mark around (x, y). */
export function markPath(shape: Shape, x: number, y: number, r: number): string {
  const at = (points: readonly (readonly [number, number])[]): string =>
    `M${points.map(([dx, dy]) => `${attribute(x + dx * r)} ${attribute(y + dy * r)}`).join('L')}Z`;
  const [s, d, t, a, l] = [squareSide, diamondSide, triangleSide, armSide, armLength];
  const plus = [
    [-a, -l],
    [a, -l],
    [a, -a],
    [l, -a],
    [l, a],
    [a, a],
    [a, l],
    [-a, l],
    [-a, a],
    [-l, a],
    [-l, -a],
    [-a, -a],
  ] as const;
  switch (shape) {
    case 'circle':
      return `M${attribute(x - r)} ${attribute(y)}a${attribute(r)} ${attribute(r)} 0 1 0 ${attribute(2 * r)} 0a${attribute(r)} ${attribute(r)} 0 1 0 ${attribute(-2 * r)} 0Z`;
    case 'square':
      return at([
        [-s, -s],
        [s, -s],
        [s, s],
        [-s, s],
      ]);
    case 'diamond':
      return at([
        [0, -d],
        [d, 0],
        [0, d],
        [-d, 0],
      ]);
    case 'up':
      return at([
        [0, -t * 0.77],
        [t * 0.77, t * 0.57],
        [-t * 0.77, t * 0.57],
      ]);
    case 'down':
      return at([
        [0, t * 0.77],
        [t * 0.77, -t * 0.57],
        [-t * 0.77, -t * 0.57],
      ]);
    case 'plus':
      return at(plus);
    case 'cross':
      return at(plus.map(([dx, dy]) => [(dx - dy) * Math.SQRT1_2, (dx + dy) * Math.SQRT1_2] as const));
  }
}

/** How far a point is inside a mark (above 0) or outside it, in pixels; (dx, dy) from its middle. */
export function insideMark(shape: Shape, dx: number, dy: number, r: number): number {
  const [ax, ay] = [Math.abs(dx), Math.abs(dy)];
  const arm = (u: number, v: number): number =>
    Math.min(armLength * r - Math.abs(u), armSide * r - Math.abs(v));
  const triangle = (y: number): number =>
    Math.min(triangleSide * 0.57 * r - y, (triangleSide * 0.77 * r + y - ax * 1.74) / 2);
  switch (shape) {
    case 'circle':
      return r - Math.hypot(dx, dy);
    case 'square':
      return squareSide * r - Math.max(ax, ay);
    case 'diamond':
      return (diamondSide * r - ax - ay) * Math.SQRT1_2;
    case 'up':
      return triangle(dy);
    case 'down':
      return triangle(-dy);
    case 'plus':
      return Math.max(arm(dx, dy), arm(dy, dx));
    case 'cross': {
      const [u, v] = [(dx + dy) * Math.SQRT1_2, (dy - dx) * Math.SQRT1_2];
      return Math.max(arm(u, v), arm(v, u));
    }
  }
}
