import { useSignal } from '@preact/signals';
import type { ParseTree } from '@rnp/recursive-decoder';
import { useEffect } from 'preact/hooks';
import { attempt } from '../../app/attempt.js';
import { engine, loaded } from '../../app/state.js';
import { PixelCanvas } from '../../shared/PixelCanvas.js';
import { type Colouring, paint } from '../../shared/paint.js';
import { Segmented } from '../../shared/Segmented.js';

const count = 24;

/** Images that no one drew: programs from the prior N(0, I) (Fig. 3A). */
export function PriorPanel() {
  const seed = useSignal(1);
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
            ['picture', 'Picture'],
          ]}
          value={colouring.value}
          onChange={(value) => {
            colouring.value = value;
          }}
        />
      </header>
      <p class="hint">
        Programs drawn at random, as the model expects them before it has seen anything. Not all are of a kind
        that it knows: most of the space lies between.
      </p>
      <div class="samples">
        {trees.value.map((tree, index) => (
          <PixelCanvas
            key={index}
            raster={paint(tree, { size: 112, colouring: colouring.value })}
            label={`Sample ${index + 1} of seed ${seed.value}`}
          />
        ))}
      </div>
      <div class="row">
        <button type="button" class="primary" onClick={() => seed.value++}>
          Another {count}
        </button>
        <label class="field">
          Seed
          <input
            type="number"
            min={0}
            max={999999}
            value={seed.value}
            onChange={(event) => {
              const value = event.currentTarget.valueAsNumber;
              if (Number.isSafeInteger(value) && value >= 0) seed.value = value;
            }}
          />
        </label>
      </div>
    </section>
  );
}
