import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { colourParts, hex, type Raster } from '@rnp/viz';
import { useMemo } from 'preact/hooks';
import { emptyNodes } from './emptyNodes.js';
import { PixelCanvas } from './PixelCanvas.js';
import { colourOf } from './paint.js';
import { nameOf, nodeAt, numberOf, type Path, pathsOf, samePath } from './path.js';

export interface PartChoiceProps {
  readonly legend: string;
  readonly tree: ParseTree;
  /** 1: parts; 2: their subparts. */
  readonly depth: 1 | 2;
  readonly chosen: Path;
  readonly onChoose: (path: Path) => void;
}

/** The parts of an image, or their subparts, as buttons: each in its own frame and its part's colour. */
export function PartChoice({ legend, tree, depth, chosen, onChoose }: PartChoiceProps) {
  const parts = useMemo(() => {
    const empty = emptyNodes(tree);
    return pathsOf(tree.root)
      .filter((path) => path.length === depth)
      .map((path) => ({
        path,
        raster: pictureOf(tree, path),
        drawsNothing: empty.has(path.join('.')),
      }));
  }, [tree, depth]);
  return (
    <div class={`choice depth-${depth}`} role="group" aria-label={legend}>
      {parts.map(({ path, raster, drawsNothing }) => (
        <button
          key={path.join('.')}
          type="button"
          aria-label={nameOf(path)}
          aria-pressed={samePath(path, chosen)}
          class={drawsNothing ? 'draws-nothing' : ''}
          {...(drawsNothing ? { title: 'draws nothing', 'aria-description': 'draws nothing' } : {})}
          style={{ '--part': hex(colourOf(path, 'parts')) }}
          onClick={() => onChoose(path)}
        >
          <PixelCanvas raster={raster} />
          <span class="caption" data-caption={numberOf(path)} />
        </button>
      ))}
    </div>
  );
}

function pictureOf(tree: ParseTree, path: Path): Raster {
  const own = renderTree(nodeAt(tree, path), { width: 56, height: 56, frame: 'own', tree });
  return colourParts([own], { colourOf: () => colourOf(path, 'parts') });
}
