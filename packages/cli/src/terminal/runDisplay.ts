import { lineOf, type RunEvent } from '@rnp/runs/run';
import { createProgressBar, formatSeconds } from '@rnp/runs/words';
import { formatMetric } from '@rnp/viz';
import type { Display } from './atTerminal.js';
import { createDataBar } from './dataBar.js';
import { flagStyle } from './inFlags.js';
import { messages } from './outputs.js';

/** A display that knows how far the run is. */
interface RunDisplay extends Display<RunEvent> {
  /** What Ctrl-C asks for at this moment. */
  readonly stopping: () => string;
}

/** The progress of a run as a bar. */
export function createRunDisplay(): RunDisplay {
  const bar = createProgressBar(messages);
  const data = createDataBar();
  let trained = false;
  return {
    log: bar.log,
    // What is left is measuring and the report, which stop between two batches and two pictures.
    stopping: () => (trained ? 'stopping; all steps are trained and saved' : 'stopping after this step'),
    stop: () => {
      data.stop();
      bar.stop();
    },
    show: (event) => {
      if (event.type === 'data') return data.listen(event);
      data.stop();
      const line = lineOf(event, flagStyle);
      if (line !== null) bar.log(line);
      else if (event.type === 'start') {
        trained = event.step === event.steps;
        bar.update(event.step / event.steps, [`step ${event.step}/${event.steps}`]);
      } else if (event.type === 'measuring') {
        bar.update(event.done / event.of, ['measuring held-out images', `${event.done}/${event.of}`]);
      } else if (event.type === 'progress') {
        const { step, steps, ssePerImage, purity, imagesPerSecond, secondsLeft } = event;
        trained = step === steps;
        bar.update(step / steps, [
          `step ${step}/${steps}`,
          `SSE ${formatMetric(ssePerImage)}`,
          ...(purity === undefined ? [] : [`purity ${formatMetric(purity)}`]),
          `${Math.round(imagesPerSecond)} images/s`,
          `${formatSeconds(secondsLeft)} left`,
        ]);
      }
    },
  };
}
