import type { Point, Stroke } from './strokes.js';

/** The large canvas: its height as a share of its width, and the pen's width as another. */
export const [sceneAspect, scenePen] = [0.75, 0.016];

/** What is written takes so many pixels of a model's image, as MNIST's digits do: 20 of 28; their strokes are so wide. */
const [writtenShare, strokeShare] = [20 / 28, 2.6 / 28];
/** Writing is no smaller and no larger than these shares of the canvas' height: a dot does not make a canvas that takes minutes. */
const [smallest, largest] = [0.15, 0.9];
/** Pieces of less than this share of the largest one are dots, and do not say how large writing is. */
const dotShare = 0.35;

/** In what size a model should see the canvas. */
export interface SceneSize {
  readonly width: number;
  readonly height: number;
  /** The pen's width as a share of `width`. */
  readonly pen: number;
}

/** @param side of the model's images, in pixels */
export function sceneSize(strokes: readonly Stroke[], side: number): SceneSize {
  const size = Math.min(largest, Math.max(smallest, writingSize(strokes) / sceneAspect)) * sceneAspect;
  const width = Math.round((writtenShare * side) / size);
  return { width, height: Math.round(width * sceneAspect), pen: (strokeShare * side) / width };
}

/** The larger side of what hangs together, such as a digit, as a share of the width: the median over such pieces; 0 without any. */
export function writingSize(strokes: readonly Stroke[]): number {
  const sides = piecesOf(strokes).map((piece) => scenePen + extent(piece.flat()));
  const max = Math.max(0, ...sides);
  const large = sides.filter((size) => size >= dotShare * max).sort((a, b) => a - b);
  return large[Math.floor((large.length - 1) / 2)] ?? 0;
}

/** Strokes that touch each other, together. */
export function piecesOf(strokes: readonly Stroke[]): readonly (readonly Stroke[])[] {
  const parents = strokes.map((_, i) => i);
  const rootOf = (i: number): number => (parents[i] === i ? i : rootOf(parents[i]!));
  const owners = new Map<string, number>();
  strokes.forEach((stroke, i) => {
    for (const [column, row] of cellsOf(stroke)) {
      for (let near = 0; near < 9; near++) {
        const other = owners.get(`${column - 1 + (near % 3)} ${row - 1 + Math.floor(near / 3)}`);
        if (other !== undefined) parents[rootOf(other)] = rootOf(i);
      }
    }
    for (const cell of cellsOf(stroke)) owners.set(cell.join(' '), i);
  });
  const pieces = new Map<number, Stroke[]>();
  strokes.forEach((stroke, i) => {
    pieces.set(rootOf(i), [...(pieces.get(rootOf(i)) ?? []), stroke]);
  });
  return [...pieces.values()];
}

/** The cells, half as wide as the pen, that a stroke runs through. */
function cellsOf(stroke: Stroke): Point[] {
  const cell = scenePen / 2;
  return stroke.flatMap(([x, y], i) => {
    const [fromX, fromY] = stroke[i - 1] ?? [x, y];
    const steps = Math.max(1, Math.ceil(Math.hypot(x - fromX, (y - fromY) * sceneAspect) / cell));
    return Array.from({ length: steps }, (_, step): Point => {
      const along = (step + 1) / steps;
      const [atX, atY] = [fromX + (x - fromX) * along, (fromY + (y - fromY) * along) * sceneAspect];
      return [Math.floor(atX / cell), Math.floor(atY / cell)];
    });
  });
}

/** The larger side of the box about points on the canvas; what lies beside it is not seen. */
function extent(points: readonly Point[]): number {
  let [left, right, top, bottom] = [1, 0, 1, 0];
  for (const [x, y] of points) {
    const [u, v] = [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))];
    [left, right] = [Math.min(left, u), Math.max(right, u)];
    [top, bottom] = [Math.min(top, v), Math.max(bottom, v)];
  }
  return Math.max(right - left, (bottom - top) * sceneAspect);
}
