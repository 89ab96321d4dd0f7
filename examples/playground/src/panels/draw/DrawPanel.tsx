import { useSignal } from '@preact/signals';
import type { ParseTree } from '@rnp/recursive-decoder';
import { useEffect, useRef } from 'preact/hooks';
import {
  attempt,
  busy,
  clear,
  library,
  loaded,
  lookAgain,
  pixels,
  report,
  show,
  tree,
} from '../../app/state.js';
import { LibraryStrip, rasterOf } from '../../shared/LibraryStrip.js';
import { ParseCanvas } from '../../shared/ParseCanvas.js';
import type { Colouring } from '../../shared/paint.js';
import { firstLeaves, leavesOf, nodeAt, type Path } from '../../shared/path.js';
import { Segmented } from '../../shared/Segmented.js';
import { TreeView } from '../../shared/TreeView.js';
import { ExportBar } from './ExportBar.js';
import { moved, turned } from './moved.js';
import { PartEditor } from './PartEditor.js';
import { Sketchpad } from './Sketchpad.js';
import { pixelsOfFile, pixelsOfStrokes, type Stroke } from './sketch.js';
import { useGivenFiles } from './useGivenFiles.js';
import { Waiting } from './Waiting.js';
import { Walkthrough } from './Walkthrough.js';

/** Draw, see the parts, move them. */
export function DrawPanel() {
  const strokes = useSignal<readonly Stroke[]>([]);
  const colouring = useSignal<Colouring>('parts');
  const selected = useSignal<Path | null>(null);
  const lit = useSignal<Path | null>(null);
  const resolution = useSignal(224);
  const steps = useSignal<number | null>(null);
  /** As the model drew it, before people moved parts. */
  const original = useRef<ParseTree | null>(null);
  const edited = useRef(false);
  if (!edited.current) original.current = tree.value;

  const begin = (): void => {
    edited.current = false;
    selected.value = null;
    lit.value = null;
    steps.value = null;
  };
  // Another image has other parts.
  useEffect(begin, [pixels.value]);

  const draw = (next: readonly Stroke[]): void => {
    strokes.value = next;
    const image = pixelsOfStrokes(next, loaded.value!.config.imageShape);
    if (image === null) clear();
    else show(image);
  };
  const choose = (image: Float32Array): void => {
    strokes.value = [];
    begin();
    show(image);
  };
  const open = (file: Blob | undefined): Promise<void> =>
    attempt(async () => {
      if (file === undefined || loaded.value === null) return;
      choose(await pixelsOfFile(file, loaded.value.config.imageShape));
    });
  useGivenFiles(open);
  const edit = (next: ParseTree): void => {
    edited.current = true;
    tree.value = next;
  };
  const offset = (path: Path): number => loaded.value!.config.scaleOffset[path.length - 1]!;
  const nudge = (path: Path, by: readonly [number, number]): void =>
    edit(moved(tree.value!, path, by, offset(path)));

  if (loaded.value === null) return <Waiting />;
  const shown = tree.value;
  const count = shown === null ? 0 : leavesOf(shown).length;
  const drawn = shown !== null && steps.value !== null ? firstLeaves(shown, steps.value) : shown;
  const path = selected.value;
  return (
    <div class="columns draw">
      <section class="card" aria-labelledby="yours">
        <h2 id="yours">Draw</h2>
        <Sketchpad
          strokes={strokes.value}
          picture={pixels.value === null ? null : rasterOf(pixels.value)}
          onChange={draw}
        />
        <div class="row">
          <button
            type="button"
            disabled={strokes.value.length === 0}
            onClick={() => draw(strokes.value.slice(0, -1))}
          >
            Undo stroke
          </button>
          <button type="button" disabled={strokes.value.length === 0} onClick={() => draw([])}>
            Clear
          </button>
          <label class="button">
            Open a picture
            <input
              type="file"
              accept="image/*"
              class="visually-hidden"
              onChange={(event) => void open(event.currentTarget.files?.[0])}
            />
          </label>
        </div>
        <LibraryStrip
          legend="Images to begin with"
          images={library.value}
          chosen={library.value.find((image) => image.pixels === pixels.value) ?? null}
          onChoose={(image) => choose(image.pixels)}
        />
        <p class="hint">Or drop or paste a picture anywhere on the page.</p>
      </section>

      <section class="card" aria-labelledby="drawn">
        <header>
          <h2 id="drawn">What the program draws</h2>
          <Segmented
            legend="Colours"
            name="colouring"
            options={[
              ['parts', 'Parts'],
              ['pieces', 'Pieces'],
              ['picture', 'Picture'],
            ]}
            value={colouring.value}
            onChange={(value) => {
              colouring.value = value;
            }}
          />
        </header>
        {drawn === null ? (
          <p class="empty">Draw something.</p>
        ) : (
          <ParseCanvas
            tree={drawn}
            colouring={colouring.value}
            resolution={resolution.value}
            lit={lit.value}
            selected={steps.value === null ? path : null}
            onSelect={(next) => {
              selected.value = next;
            }}
            onPoint={(next) => {
              lit.value = next;
            }}
            onMove={nudge}
          />
        )}
        <Walkthrough
          count={count}
          at={steps.value}
          onStep={(next) => {
            steps.value = next;
          }}
        />
        <div class="row">
          <button
            type="button"
            disabled={busy.value || shown === null}
            title="Betters the program by 40 steps of gradient descent on its z"
            onClick={() => void lookAgain()}
          >
            Look again
          </button>
          <label class="field">
            Pixels
            <select
              value={resolution.value}
              onChange={(event) => {
                resolution.value = Number(event.currentTarget.value);
              }}
            >
              {[28, 56, 112, 224, 448, 896].map((size) => (
                <option key={size} value={size}>
                  {size}×{size}
                </option>
              ))}
            </select>
          </label>
          {shown !== null && pixels.value !== null && (
            <ExportBar
              tree={shown}
              image={rasterOf(pixels.value)}
              model={loaded.value.name}
              edited={edited.current}
              colouring={colouring.value}
              resolution={resolution.value}
              onFailure={report}
            />
          )}
        </div>
      </section>

      <section class="card" aria-labelledby="parts">
        <h2 id="parts">Its parts, and their parts</h2>
        {shown !== null && (
          <TreeView
            tree={shown}
            colouring={colouring.value}
            selected={path}
            lit={lit.value}
            onSelect={(next) => {
              selected.value = next;
            }}
            onPoint={(next) => {
              lit.value = next;
            }}
            onNudge={nudge}
          />
        )}
        {shown !== null && path !== null ? (
          <PartEditor
            path={path}
            action={nodeAt(shown, path).action!}
            onTurn={(entry, value) => edit(turned(shown, path, entry, value, offset(path)))}
            onReset={() => {
              edited.current = false;
              tree.value = original.current;
            }}
          />
        ) : (
          <p class="hint">
            Choose a part, here or in the picture, to see where it is; drag it, or press <kbd>Alt</kbd> and an
            arrow key.
          </p>
        )}
      </section>
    </div>
  );
}
