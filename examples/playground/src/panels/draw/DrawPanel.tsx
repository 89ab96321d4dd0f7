import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { named } from '../../app/droppedFiles.js';
import { openFiles } from '../../app/givenFiles.js';
import { report } from '../../app/notices.js';
import { canRedo, canUndo, clear, lookIn, putBack, redo, revise, show, undo } from '../../app/pad.js';
import { drawing, edited, library, loaded, look, pixels, tree } from '../../app/state.js';
import { isEmpty } from '../../drawing/drawing.js';
import type { Stroke } from '../../drawing/strokes.js';
import { LibraryStrip, rasterOf } from '../../shared/LibraryStrip.js';
import { samePixels } from '../../shared/library.js';
import { ParseCanvas } from '../../shared/ParseCanvas.js';
import type { Colouring } from '../../shared/paint.js';
import { firstLeaves, leavesOf, nodeAt, type Path, pathIn, samePath } from '../../shared/path.js';
import { Segmented } from '../../shared/Segmented.js';
import { TreeCanvas } from '../../shared/TreeCanvas.js';
import { TreeView } from '../../shared/TreeView.js';
import { ExportBar } from './ExportBar.js';
import { moved, turned } from './moved.js';
import { PartEditor } from './PartEditor.js';
import { Sketchpad } from './Sketchpad.js';
import { Verdict } from './Verdict.js';
import { Waiting } from './Waiting.js';
import { Walkthrough } from './Walkthrough.js';

const noStrokes: readonly Stroke[] = [];

/** Draw, see the parts, move them. */
export function DrawPanel() {
  const colouring = useSignal<Colouring>('parts');
  const selected = useSignal<Path | null>(null);
  const lit = useSignal<Path | null>(null);
  const resolution = useSignal(224);
  const leavesDrawn = useSignal<number | null>(null);
  // Another drawing has other parts, and so has another model.
  useEffect(() => {
    selected.value = null;
    lit.value = null;
    leavesDrawn.value = null;
  }, [drawing.value, loaded.value]);
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      selected.value = null;
      lit.value = null;
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  const offset = (path: Path): number => loaded.value!.config.scaleOffset[path.length - 1]!;
  const nudge = (path: Path, by: readonly [number, number], gesture: string): void =>
    revise(moved(tree.value!, path, by, offset(path)), gesture);

  const point = (next: Path | null): void => {
    // The mouse moves within a part, too.
    if (!samePath(next, lit.value)) lit.value = next;
  };
  const shown = tree.value;
  const drawn = useMemo(
    () => (shown !== null && leavesDrawn.value !== null ? firstLeaves(shown, leavesDrawn.value) : shown),
    [shown, leavesDrawn.value],
  );
  const strokes = drawing.value.kind === 'strokes' ? drawing.value.strokes : noStrokes;
  // Strokes are drawn as they are, whatever the model sees of them.
  const pictured = strokes.length === 0 ? pixels.value : null;
  const picture = useMemo(
    () => (pictured === null || loaded.value === null ? null : rasterOf(pictured)),
    [pictured, loaded.value],
  );

  if (loaded.value === null) return <Waiting />;
  const count = shown === null ? 0 : leavesOf(shown).length;
  const path = pathIn(shown, selected.value);
  const pointed = pathIn(shown, lit.value);
  return (
    <div class="columns draw">
      <section class="card" aria-labelledby="yours">
        <header>
          <h2 id="yours">Draw</h2>
          {shown !== null && (
            <div class="live">
              <TreeCanvas tree={shown} size={84} colouring="parts" />
            </div>
          )}
        </header>
        <Sketchpad
          strokes={strokes}
          picture={picture}
          onChange={(strokes, gesture) => show({ kind: 'strokes', strokes }, gesture)}
        />
        <div class="row">
          <button type="button" disabled={!canUndo.value} onClick={undo}>
            Undo
          </button>
          <button type="button" disabled={!canRedo.value} onClick={redo}>
            Redo
          </button>
          <button type="button" disabled={isEmpty(drawing.value)} onClick={clear}>
            Clear
          </button>
          <label class="button">
            Open a picture
            <input
              type="file"
              accept="image/*"
              class="visually-hidden"
              onChange={(event) => {
                const input = event.currentTarget;
                const [file] = input.files ?? [];
                // Also where it turns out to be a model.
                if (file !== undefined) void openFiles(named([file]));
                // The same file can be opened again.
                input.value = '';
              }}
            />
          </label>
        </div>
        <LibraryStrip
          legend="Images to begin with"
          images={library.value}
          chosen={library.value.find((image) => samePixels(image.pixels, pixels.value ?? undefined)) ?? null}
          onChoose={(image) => show({ kind: 'image', image: rasterOf(image.pixels), example: false })}
        />
        <p class="hint">Or drop or paste a picture, or a model, anywhere on the page.</p>
      </section>

      <section class="card" aria-labelledby="drawn">
        <header>
          <h2 id="drawn">What the program draws</h2>
          <Segmented
            legend="Colours"
            name="colouring"
            options={[
              ['parts', 'Parts'],
              ['subparts', 'Subparts'],
              ['redrawn', 'Redrawn'],
            ]}
            choice={colouring.value}
            onChoose={(next) => {
              colouring.value = next;
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
            lit={pointed}
            selected={leavesDrawn.value === null ? path : null}
            onSelect={(next) => {
              selected.value = next;
            }}
            onPoint={point}
            onMove={nudge}
          />
        )}
        <Verdict />
        <Walkthrough
          count={count}
          at={leavesDrawn.value}
          onStep={(next) => {
            leavesDrawn.value = next;
          }}
        />
        <div class="row">
          <Segmented
            legend="How it looks"
            name="look"
            options={[
              ['once', 'One look'],
              ['closely', 'Look closely'],
            ]}
            choice={look.value}
            onChoose={lookIn}
          />
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
              edited={edited.value}
              colouring={colouring.value}
              resolution={resolution.value}
              onFailure={(message) => report('page', message)}
            />
          )}
        </div>
      </section>

      <section class="card" aria-labelledby="parts">
        <h2 id="parts">Its parts and subparts</h2>
        {shown !== null && (
          <TreeView
            tree={shown}
            colouring={colouring.value}
            selected={path}
            lit={pointed}
            onSelect={(next) => {
              selected.value = next;
            }}
            onPoint={point}
            onNudge={(at, by) => nudge(at, by, `nudge ${at.join('.')}`)}
          />
        )}
        {shown !== null && path !== null ? (
          <PartEditor
            path={path}
            action={nodeAt(shown, path).action!}
            onTurn={(entry, value) =>
              revise(turned(shown, path, entry, value, offset(path)), `turn ${entry} of ${path.join('.')}`)
            }
            onReset={putBack}
          />
        ) : (
          <p class="hint">
            <span class="for-touch">
              Tap a part, here or in the picture, to see where it is, and drag it there.
            </span>
            <span class="for-mouse">
              Choose a part, here or in the picture, to see where it is; drag it, or press <kbd>Alt</kbd> and
              an arrow key.
            </span>
          </p>
        )}
      </section>
    </div>
  );
}
