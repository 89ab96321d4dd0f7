import type { ParseTree } from '@rnp/recursive-decoder';
import { memo } from 'preact/compat';
import { PixelCanvas } from '../../shared/PixelCanvas.js';
import { TreeCanvas } from '../../shared/TreeCanvas.js';
import type { Pictures } from '../../training/checkpoint.js';

/** Images above what a model makes of them, the parts in their colours. */
export function Gallery({ pixels, trees, noun }: Pictures & { readonly noun: 'digit' | 'picture' }) {
  const size = pixels.length / trees.length;
  return (
    <ol class="gallery">
      {trees.map((tree, index) => (
        <Pair
          key={index}
          // Of digits, one of each class, in order.
          name={noun === 'digit' ? String(index) : `picture ${index + 1}`}
          label={noun === 'digit' ? `a handwritten ${index}` : `picture ${index + 1}`}
          pixels={pixels.subarray(index * size, (index + 1) * size)}
          tree={tree}
        />
      ))}
    </ol>
  );
}

interface PairProps {
  readonly name: string;
  readonly label: string;
  readonly pixels: Float32Array;
  readonly tree: ParseTree;
}

const Pair = memo(
  ({ name, label, pixels, tree }: PairProps) => {
    const [height, width, channels] = tree.imageShape;
    return (
      <li>
        <PixelCanvas raster={{ width, height, channels, data: pixels }} label={label} />
        <TreeCanvas
          tree={tree}
          size={112}
          colouring="parts"
          label={`what the model makes of ${name.startsWith('picture') ? name : `the ${name}`}`}
        />
      </li>
    );
  },
  (before, after) => before.tree === after.tree,
);
