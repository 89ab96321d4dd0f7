import { useSignal } from '@preact/signals';
import type { ParseTree } from '@rnp/recursive-decoder';
import { useEffect } from 'preact/hooks';
import { attempt, engine } from '../../app/state.js';
import type { LibraryImage } from '../../shared/library.js';
import { chosenOr, PairPicker } from '../../shared/PairPicker.js';
import { PixelCanvas } from '../../shared/PixelCanvas.js';
import { paint } from '../../shared/paint.js';

const steps = 9;

/** From one program to another in a straight line (Fig. 2D). */
export function WalkPanel() {
  const a = useSignal<LibraryImage | null>(null);
  const b = useSignal<LibraryImage | null>(null);
  const trees = useSignal<readonly ParseTree[]>([]);
  const at = useSignal(Math.floor(steps / 2));
  const [from, to] = [chosenOr(a, 2), chosenOr(b, 3)];
  useEffect(() => {
    if (from === null || to === null) return;
    const [start, end] = [from.tree.root.program, to.tree.root.program];
    const programs = Array.from({ length: steps }, (_, step) =>
      start.map((value, i) => value + (step / (steps - 1)) * (end[i]! - value)),
    );
    void attempt(async () => {
      trees.value = (await engine.ask('draw', { programs })).trees;
    });
  }, [from?.tree, to?.tree]);
  const shown = trees.value[at.value];
  return (
    <section class="card" aria-labelledby="walk">
      <h2 id="walk">From one image to another</h2>
      <p class="hint">
        Every point between two programs is a program, too. The parts change shape and place; none of the
        pictures between was ever seen.
      </p>
      <PairPicker a={a} b={b} />
      {shown !== undefined && (
        <>
          <div class="walk-stage">
            <PixelCanvas
              raster={paint(shown, { size: 280, colouring: 'parts' })}
              label={`Step ${at.value + 1} of ${steps}`}
            />
          </div>
          <label class="slider wide">
            <span>A</span>
            <input
              type="range"
              min={0}
              max={steps - 1}
              step={1}
              value={at.value}
              aria-label="From A to B"
              aria-valuetext={`${Math.round((100 * at.value) / (steps - 1))} % of the way`}
              onInput={(event) => {
                at.value = event.currentTarget.valueAsNumber;
              }}
            />
            <span>B</span>
          </label>
          <div class="film">
            {trees.value.map((tree, step) => (
              <button
                key={step}
                type="button"
                aria-label={`Step ${step + 1}`}
                aria-pressed={step === at.value}
                onClick={() => {
                  at.value = step;
                }}
              >
                <PixelCanvas raster={paint(tree, { size: 84, colouring: 'parts' })} />
              </button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
