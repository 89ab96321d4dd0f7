import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { encodePng, parseTreeSvg, type Raster } from '@rnp/viz';
import { download } from '../../shared/download.js';
import { type Colouring, paint } from '../../shared/paint.js';
import { pageOf } from './pageOf.js';

export interface ExportBarProps {
  readonly tree: ParseTree;
  /** What it is the tree of. */
  readonly image: Raster;
  readonly model: string;
  /** Whether parts were moved by hand. */
  readonly edited: boolean;
  readonly colouring: Colouring;
  readonly resolution: number;
  readonly onFailure: (message: string) => void;
}

/** The tree as files: the picture, the tree drawn, the tree as data, and a page to be sent to someone. */
export function ExportBar(props: ExportBarProps) {
  const { tree, image, model, edited, colouring, resolution, onFailure } = props;
  const save = (name: string, type: string, contents: () => BlobPart): void => {
    try {
      download(name, new Blob([contents()], { type }));
    } catch (error) {
      onFailure((error as Error).message);
    }
  };
  const own = { width: 28, height: 28, frame: 'own', tree } as const;
  return (
    <div class="exports" role="group" aria-label="Save">
      <button
        type="button"
        onClick={() =>
          save(
            'drawing.png',
            'image/png',
            () => encodePng(paint(tree, { size: resolution, colouring })) as BlobPart,
          )
        }
      >
        PNG
      </button>
      <button
        type="button"
        onClick={() =>
          save('tree.svg', 'image/svg+xml', () => parseTreeSvg(tree, (node) => renderTree(node, own)))
        }
      >
        SVG
      </button>
      <button type="button" onClick={() => save('tree.json', 'application/json', () => JSON.stringify(tree))}>
        JSON
      </button>
      <button
        type="button"
        title="A page of this parse that can be sent to someone; it needs no network"
        onClick={() => save('parse.html', 'text/html', () => pageOf({ tree, image, model, edited }))}
      >
        Web page
      </button>
    </div>
  );
}
