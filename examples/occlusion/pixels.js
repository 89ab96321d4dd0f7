// h height, w width
import { figureAndGround, renderTree } from '@rnp/recursive-decoder';

/**
 * What tells figure from ground in a tree, pixel by pixel: how much its parts hide of what is behind them. Parts that are summed up hide nothing, and
 * it is how bright they are together.
 *
 * @returns [h·w] from 0 up
 */
export function coverOf(tree) {
  const size = sizeOf(tree);
  return tree.compositing === 'over' ? figureAndGround(tree, size).figure.data : renderTree(tree, size).data;
}

/**
 * Whose each pixel is: 1 + the part at the top of which most is seen there, 0 where none is.
 *
 * @returns {Uint8Array} [h·w]
 */
export function ownersOf(tree) {
  const shares = tree.compositing === 'over' ? seenShares(tree) : drawnAlone(tree);
  return Uint8Array.from(shares[0], (_, pixel) => {
    const seen = shares.map((share) => share[pixel]);
    const most = Math.max(...seen);
    return most > 1e-3 ? 1 + seen.indexOf(most) : 0;
  });
}

function drawnAlone(tree) {
  return tree.root.children.map((_, i) => renderTree(tree, { ...sizeOf(tree), path: [i] }).data);
}

/** What each part covers, and those after it leave free. */
function seenShares(tree) {
  const covers = tree.root.children.map((child) =>
    coverOf({ ...tree, root: { ...tree.root, children: [child] } }),
  );
  return covers.map((cover, i) =>
    cover.map((value, pixel) =>
      covers.slice(i + 1).reduce((left, later) => left * (1 - later[pixel]), value),
    ),
  );
}

function sizeOf({ imageShape: [height, width] }) {
  return { width, height };
}
