import { type ParseTree, replacePart } from '@rnp/recursive-decoder';
import type { Engine } from '../../engine/engine.js';

/** Pictures along a way, both ends included; the film shows every fourth. */
export const frames = 33;

/** What walks: the program of the whole image (z²), or that of one of its parts (z¹). */
export type Walker = 'whole' | 'part';

/** A point of a way: the image, and the part that walks by itself. */
export interface Frame {
  readonly image: ParseTree;
  /** On a canvas of its own, and which part of the image it is, from 0; null where the whole image walks. */
  readonly part: { readonly tree: ParseTree; readonly place: number } | null;
}

/** Programs on the straight line between two, both ends included. @param count at least 2 */
export function programsBetween(
  from: readonly number[],
  to: readonly number[],
  count: number,
): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, step) => {
    const share = step / (count - 1);
    return from.map((value, i) => value * (1 - share) + to[i]! * share);
  });
}

/** From one image to the other (Fig. 2D, z²). */
export async function walkWhole(
  engine: Engine,
  model: number,
  from: ParseTree,
  to: ParseTree,
): Promise<Frame[]> {
  const programs = programsBetween(from.root.program, to.root.program, frames);
  const { trees } = await engine.ask('draw', { model, programs });
  return trees.map((image) => ({ image, part: null }));
}

/** From a part of one image to a part of the other, run one level less deep (Fig. 2D, z¹); all else stays as it is. */
export async function walkPart(
  engine: Engine,
  model: number,
  [from, place]: readonly [ParseTree, number],
  [to, other]: readonly [ParseTree, number],
): Promise<Frame[]> {
  const [start, end] = [from.root.children[place], to.root.children[other]];
  if (start === undefined || end === undefined) return [];
  const programs = programsBetween(start.program, end.program, frames);
  const { trees } = await engine.ask('drawParts', { model, programs });
  return trees.map((tree) => ({ image: replacePart(from, [place], tree.root), part: { tree, place } }));
}
