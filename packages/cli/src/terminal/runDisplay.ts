import { lineOf, progressOf, type RunEvent } from '@rnp/runs/run';
import { createProgressBar } from '@rnp/runs/words';
import type { Display } from './atTerminal.js';
import { createDataBar } from './dataBar.js';
import { flagStyle } from './inFlags.js';
import { messages } from './outputs.js';

/** A display that knows how far the run is. */
interface RunDisplay extends Display<RunEvent> {
  /** What Ctrl-C asks for at this moment. */
  readonly stopping: () => string;
  /** The step of the last checkpoint; null where none is known of. */
  readonly saved: () => number | null;
}

/** The progress of a run as a bar. */
export function createRunDisplay(): RunDisplay {
  const bar = createProgressBar(messages);
  const data = createDataBar();
  let trained = false;
  let saved: number | null = null;
  return {
    log: bar.log,
    // What is left is measuring and the report, which stop between two batches and two pictures.
    stopping: () => (trained ? 'stopping; all steps are trained and saved' : 'stopping after this step'),
    saved: () => saved,
    stop: () => {
      data.stop();
      bar.stop();
    },
    show: (event) => {
      if (event.type === 'data') return data.listen(event);
      data.stop();
      const line = lineOf(event, flagStyle);
      if (line !== null) bar.log(line);
      if (event.type === 'start' || event.type === 'progress') trained = event.step === event.steps;
      // A run that does not begin at its first step goes on from a checkpoint.
      if (event.type === 'checkpoint' || (event.type === 'start' && event.step > 0)) saved = event.step;
      const progress = progressOf(event);
      if (progress !== null) bar.update(progress.share, progress.details);
    },
  };
}
