import { type Action, type ParseTree, placePart } from '@rnp/recursive-decoder';
import { nodeAt, type Path } from '../../shared/path.js';

const clip = (value: number): number => Math.min(1, Math.max(-1, value));

/**
 * The tree with a part moved by a step in its parent's frame. The offset of its map is s·(translateX, translateY), with s its
 * scales (docs/model.md, *Placing a part*), and moves by the linear part times the step.
 */
export function moved(
  tree: ParseTree,
  path: Path,
  [dx, dy]: readonly [number, number],
  scaleOffset: number,
): ParseTree {
  const { action, toParent } = nodeAt(tree, path);
  const [scaleX, rotation, shear, scaleY, translateX, translateY] = action!;
  const [[a, b], [c, d]] = toParent!;
  const along = (step: number, scale: number): number => step / Math.max(0.05, scale + 1 + scaleOffset);
  const next: Action = [
    scaleX,
    rotation,
    shear,
    scaleY,
    clip(translateX - along(a * dx + b * dy, scaleX)),
    clip(translateY - along(c * dx + d * dy, scaleY)),
  ];
  return placePart(tree, path, next, scaleOffset);
}

/** The tree with one of the six numbers of a part's action changed. */
export function turned(
  tree: ParseTree,
  path: Path,
  entry: number,
  value: number,
  scaleOffset: number,
): ParseTree {
  const action = nodeAt(tree, path).action!.map((old, i) => (i === entry ? clip(value) : old));
  return placePart(tree, path, action as unknown as Action, scaleOffset);
}
