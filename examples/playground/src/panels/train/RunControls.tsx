import { useSignal } from '@preact/signals';
import { digitsRecipe } from '../../training/recipe.js';
import { run } from '../../training/run.js';

/** Lengths to choose from: the shortest with which parts share the work, and the quick start's. */
const lengths = [
  { steps: 600, label: '600 steps, a first look' },
  { steps: 1200, label: '1,200 steps' },
  { steps: 1800, label: '1,800 steps, as the quick start' },
] as const;

/** What a run understands now: settings and a start, a pause, going on. */
export function RunControls() {
  const steps = useSignal<number>(600);
  const seed = useSignal(1);
  const { phase, checkpoint } = run.state.value;
  if (phase === 'starting' || phase === 'training' || phase === 'pausing') {
    return (
      <div class="row">
        <button type="button" class="primary" disabled={phase === 'pausing'} onClick={() => run.pause()}>
          Pause
        </button>
      </div>
    );
  }
  if (phase === 'elsewhere') return null;
  const discard = (
    <button type="button" onClick={() => void run.discard()}>
      Discard
    </button>
  );
  if (phase === 'paused' || (phase === 'failed' && checkpoint !== null)) {
    return (
      <div class="row">
        <button type="button" class="primary" onClick={() => void run.goOn()}>
          Go on
        </button>
        {discard}
      </div>
    );
  }
  return (
    <form
      class="row"
      aria-label="A new run"
      onSubmit={(event) => {
        event.preventDefault();
        void run.start(digitsRecipe({ steps: steps.value, seed: seed.value }));
      }}
    >
      <label class="field">
        Length
        <select
          name="steps"
          value={steps.value}
          onChange={(event) => {
            steps.value = Number(event.currentTarget.value);
          }}
        >
          {lengths.map(({ steps: count, label }) => (
            <option key={count} value={count}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label class="field" title="The same seed learns the same parts">
        Seed
        <input
          type="number"
          name="seed"
          min={0}
          max={999999}
          step={1}
          required
          value={seed.value}
          onInput={(event) => {
            const { valueAsNumber } = event.currentTarget;
            if (Number.isSafeInteger(valueAsNumber)) seed.value = valueAsNumber;
          }}
        />
      </label>
      <button type="submit" class="primary">
        {phase === 'idle' ? 'Start' : 'Start anew'}
      </button>
      {phase !== 'idle' && discard}
    </form>
  );
}
