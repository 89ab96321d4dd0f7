import type { ParseTree } from '@rnp/recursive-decoder';
import { memo } from 'preact/compat';
import { PixelCanvas } from '../../shared/PixelCanvas.js';
import { paint } from '../../shared/paint.js';
import type { Pictures } from '../../training/checkpoint.js';

/** Images above what a model makes of them, the parts in their colours. */
export function Gallery({ pixels, trees }: Pictures) {
  const size = pixels.length / trees.length;
  return (
    <ol class="gallery">
      {trees.map((tree, index) => (
        <Pair
          // One of each class, in order.
          key={index}
          name={String(index)}
          pixels={pixels.subarray(index * size, (index + 1) * size)}
          tree={tree}
        />
      ))}
    </ol>
  );
}

interface PairProps {
  readonly name: string;
  readonly pixels: Float32Array;
  readonly tree: ParseTree;
}

const Pair = memo(
  ({ name, pixels, tree }: PairProps) => {
    const [height, width, channels] = tree.imageShape;
    return (
      <li>
        <PixelCanvas raster={{ width, height, channels, data: pixels }} label={`a handwritten ${name}`} />
        <PixelCanvas
          raster={paint(tree, { size: 112, colouring: 'parts' })}
          label={`what the model makes of the ${name}`}
        />
      </li>
    );
  },
  (before, after) => before.tree === after.tree,
);
