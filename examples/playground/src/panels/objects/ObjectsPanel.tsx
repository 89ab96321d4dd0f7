import { useSignal } from '@preact/signals';
import { hex, partColour } from '@rnp/viz';
import { useMemo } from 'preact/hooks';
import {
  canRedoScene,
  canUndoScene,
  drawScene,
  foundWords,
  redoScene,
  sceneFound,
  sceneStrokes,
  searching,
  undoScene,
} from '../../app/scene.js';
import { loaded } from '../../app/state.js';
import { sceneAspect, scenePen } from '../../drawing/pieces.js';
import { type Path, samePath } from '../../shared/path.js';
import { TreeCanvas } from '../../shared/TreeCanvas.js';
import { TreeView } from '../../shared/TreeView.js';
import { Sketchpad } from '../draw/Sketchpad.js';
import { Waiting } from '../draw/Waiting.js';
import { FoundFrames } from './FoundFrames.js';
import { tintOf } from './tint.js';

/** Draw several things; each is found, and falls into parts. */
export function ObjectsPanel() {
  const chosen = useSignal(0);
  const selected = useSignal<Path | null>(null);
  const lit = useSignal<Path | null>(null);
  const found = sceneFound.value;
  const tint = useMemo(
    () => found && new ImageData(tintOf(found.owners), found.width, found.height),
    [found],
  );
  if (loaded.value === null) return <Waiting />;
  const objects = found?.objects ?? [];
  const at = Math.min(chosen.value, objects.length - 1);
  const tree = objects[at]?.tree;
  return (
    <div class="columns objects">
      <section class="card" aria-labelledby="scene">
        <header>
          <h2 id="scene">Draw several digits</h2>
          <p data-testid="found">{wordsNow(found?.objects.length ?? null)}</p>
        </header>
        <Sketchpad
          strokes={sceneStrokes.value}
          picture={null}
          aspect={sceneAspect}
          pen={scenePen}
          tint={tint}
          instead="Without one, use the tab Draw, which opens files."
          onChange={drawScene}
        >
          {found !== null && <FoundFrames found={found} chosen={at} />}
        </Sketchpad>
        <div class="row">
          <button type="button" disabled={!canUndoScene.value} onClick={undoScene}>
            Undo
          </button>
          <button type="button" disabled={!canRedoScene.value} onClick={redoScene}>
            Redo
          </button>
          <button
            type="button"
            disabled={sceneStrokes.value.length === 0}
            onClick={() => drawScene([], null)}
          >
            Clear
          </button>
        </div>
        <p class="hint">Digits about as large as one another are found best.</p>
      </section>
      <section class="card" aria-labelledby="found-objects">
        <h2 id="found-objects">Objects, and their parts</h2>
        {objects.length > 0 && (
          <div class="found-list" role="group" aria-label="Objects">
            {objects.map((_, i) => (
              <button
                key={i}
                type="button"
                aria-label={`object ${i + 1}`}
                aria-pressed={i === at}
                style={{ '--part': hex(partColour(i)) }}
                onClick={() => {
                  chosen.value = i;
                  selected.value = null;
                }}
              >
                {i + 1}
              </button>
            ))}
          </div>
        )}
        {tree === undefined ? (
          <p class="hint">Each object that is found can be chosen here.</p>
        ) : (
          <>
            <TreeCanvas tree={tree} size={168} colouring="parts" lit={lit.value} label={`Object ${at + 1}`} />
            <TreeView
              tree={tree}
              colouring="parts"
              selected={selected.value}
              lit={lit.value}
              onSelect={(next) => {
                selected.value = next;
              }}
              onPoint={(next) => {
                if (!samePath(next, lit.value)) lit.value = next;
              }}
            />
          </>
        )}
      </section>
    </div>
  );
}

function wordsNow(count: number | null): string {
  if (loaded.value!.config.imageShape[2] !== 1)
    return 'This model is of pictures in colour; choose another one';
  if (sceneStrokes.value.length === 0) return '';
  return foundWords(count ?? 0, searching.value);
}
