import { useEffect } from 'preact/hooks';
import { backendChoices } from '../../engine/backendChoices.js';
import { chosenBackends, chosenSeconds, measurement } from '../../measuring/measurementOfPage.js';
import { announce } from '../../shared/announcer.js';
import { run } from '../../training/run.js';
import { duringRun } from '../train/words.js';
import { FiguresTable } from './FiguresTable.js';
import { durationWords, refusals, standing } from './words.js';

/** To choose from. */
const lengths = [
  { seconds: 0.5, label: '0.5 s, a first look' },
  { seconds: 2.5, label: '2.5 s, as rnp bench' },
  { seconds: 10, label: '10 s, on a busy machine' },
] as const;

/** How fast each backend is on this machine. */
export function MeasurePanel() {
  const [chosen, seconds] = [chosenBackends.value, chosenSeconds.value];
  const state = measurement.state.value;
  const { phase, backend, done, total, figures } = state;
  const measuring = phase === 'measuring';
  // Single measurements would drown out everything else.
  useEffect(() => {
    if (phase !== 'idle') announce(standing(state));
  }, [phase, backend]);
  return (
    <section class="card" aria-labelledby="measure">
      <h2 id="measure">How fast is this machine?</h2>
      <p class="hint">
        A product of two matrices of 512×512, the parse of a digit and a step of training, on each backend.
        For small models the fastest backend differs from machine to machine, and is not always the one on the
        graphics card. <code>npx rnp bench</code> measures the same in Node.
      </p>
      <form
        class="row"
        aria-label="What to measure"
        onSubmit={(event) => {
          event.preventDefault();
          if (measuring) measurement.stop();
          else
            measurement.start(
              chosen.map(({ names }) => names[0]!),
              seconds,
            );
        }}
      >
        <fieldset class="row backends" disabled={measuring}>
          <legend class="visually-hidden">Backends to measure</legend>
          {backendChoices.map((choice) => (
            <label key={choice.id} class="field check">
              <input
                type="checkbox"
                name={`measure-${choice.id}`}
                checked={chosen.includes(choice)}
                onChange={({ currentTarget: { checked } }) => {
                  chosenBackends.value = backendChoices.filter((one) =>
                    one === choice ? checked : chosen.includes(one),
                  );
                }}
              />
              {choice.label}
            </label>
          ))}
        </fieldset>
        <label class="field">
          Each measurement
          <select
            name="seconds"
            value={seconds}
            disabled={measuring}
            onChange={(event) => {
              chosenSeconds.value = Number(event.currentTarget.value);
            }}
          >
            {lengths.map(({ seconds: each, label }) => (
              <option key={each} value={each}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {/* One button, so that the keyboard stays on it. */}
        <button type="submit" class="primary" disabled={chosen.length === 0}>
          {measuring ? 'Stop' : 'Measure'}
        </button>
      </form>
      {duringRun(run.state.value) && (
        <p class="hint warning">
          A model is learning meanwhile. Pause it first: figures of a busy machine are too low.
        </p>
      )}
      <div class="standing">
        <p data-testid="measured">{standing(state)}</p>
        {measuring && <progress max={total} value={done} aria-label="Measurements done" />}
        <p class="hint">
          {measuring
            ? 'It measures in a thread of its own; the backend in use stays as it is. What you do on the page meanwhile takes time from it.'
            : durationWords(chosen.length, seconds)}
        </p>
      </div>
      {figures.length > 0 && <FiguresTable figures={figures} />}
      {refusals(state).map((words) => (
        <p key={words} class="hint warning">
          {words}
        </p>
      ))}
      {phase === 'done' && <p class="hint">Choose the one to use under Backend, at the top of the page.</p>}
    </section>
  );
}
