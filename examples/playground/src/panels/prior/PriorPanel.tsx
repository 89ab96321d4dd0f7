import { useSignal } from '@preact/signals';
import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { useEffect } from 'preact/hooks';
import { attempt } from '../../app/attempt.js';
import { show } from '../../app/pad.js';
import { currentPanel, engine, loaded } from '../../app/state.js';
import type { Colouring } from '../../shared/paint.js';
import { Segmented } from '../../shared/Segmented.js';
import { TreeCanvas } from '../../shared/TreeCanvas.js';

const count = 24;
const maxSeed = 999_999;

/** Images that no one drew: programs from the prior N(0, I) (Fig. 3A). */
export function PriorPanel() {
  const seed = useSignal(1);
  const refused = useSignal(false);
  const colouring = useSignal<Colouring>('parts');
  const trees = useSignal<readonly ParseTree[]>([]);
  const model = loaded.value;
  useEffect(() => {
    if (model === null) return;
    void attempt('panel', async () => {
      trees.value = (await engine.ask('sample', { model: model.id, count, seed: seed.value })).trees;
    });
  }, [model, seed.value]);
  return (
    <section class="card" aria-labelledby="prior">
      <header>
        <h2 id="prior">Drawn from the prior</h2>
        <Segmented
          legend="Colours"
          name="prior-colouring"
          options={[
            ['parts', 'Parts'],
            ['redrawn', 'Redrawn'],
          ]}
          choice={colouring.value}
          onChoose={(next) => {
            colouring.value = next;
          }}
        />
      </header>
      <p class="hint">
        Programs drawn at random, as the model expects them before it has seen anything. Not all are of a kind
        that it knows: most of the space lies between. Choose one to take it apart.
      </p>
      <div class="samples">
        {trees.value.map((tree, index) => (
          <button
            key={index}
            type="button"
            aria-label={`Sample ${index + 1} of seed ${seed.value}`}
            onClick={() => drawWith(tree)}
          >
            <TreeCanvas tree={tree} size={112} colouring={colouring.value} />
          </button>
        ))}
      </div>
      <div class="row">
        <button
          type="button"
          class="primary"
          onClick={() => {
            refused.value = false;
            seed.value = (seed.value + 1) % (maxSeed + 1);
          }}
        >
          Another {count}
        </button>
        <label class="field">
          Seed
          <input
            type="number"
            min={0}
            max={maxSeed}
            aria-invalid={refused.value}
            value={seed.value}
            onChange={(event) => {
              const value = event.currentTarget.valueAsNumber;
              refused.value = !(Number.isSafeInteger(value) && value >= 0 && value <= maxSeed);
              if (!refused.value) seed.value = value;
            }}
          />
        </label>
        {refused.value && (
          <p class="hint warning" role="alert">
            A seed is a whole number from 0 to 999,999; the pictures are those of {seed.value}.
          </p>
        )}
      </div>
    </section>
  );
}

/** Puts a sample on the pad. */
function drawWith(tree: ParseTree): void {
  const [height, width] = tree.imageShape;
  show({ kind: 'image', image: renderTree(tree, { height, width }), example: false });
  currentPanel.value = 'draw';
  requestAnimationFrame(() => document.getElementById('tab-draw')?.focus());
}
