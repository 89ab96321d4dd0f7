import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { nodeAt, type Path, pathsOf } from './path.js';

/** Nodes that draw less than this share of the ink draw nothing that anyone sees. */
const minShare = 0.01;

/** The nodes that draw nothing, as `path.join('.')`. */
export function emptyNodes(tree: ParseTree): ReadonlySet<string> {
  const [height, width] = tree.imageShape;
  const paths = pathsOf(tree.root);
  const isLeaf = (path: Path): boolean => nodeAt(tree, path).children.length === 0;
  const inks = new Map<string, number>();
  let all = 0;
  for (const path of paths.filter(isLeaf)) {
    const ink = renderTree(tree, { height, width, path }).data.reduce((sum, value) => sum + value, 0);
    all += ink;
    // A node draws what its leaves draw.
    for (let depth = 1; depth <= path.length; depth++) {
      const name = path.slice(0, depth).join('.');
      inks.set(name, (inks.get(name) ?? 0) + ink);
    }
  }
  return new Set([...inks].filter(([, ink]) => ink <= minShare * all).map(([name]) => name));
}
