import { lineOf, type RunEvent } from '@rnp/runs/run';
import { createProgressBar, formatSeconds } from '@rnp/runs/words';
import { formatMetric } from '@rnp/viz';
import type { Display } from './atTerminal.js';
import { createDataBar } from './dataBar.js';
import { flagStyle } from './inFlags.js';
import { messages } from './outputs.js';

/** The progress of a run as a bar. */
export function createRunDisplay(): Display<RunEvent> {
  const bar = createProgressBar(messages);
  const data = createDataBar();
  return {
    log: bar.log,
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
        bar.update(event.step / event.steps, [`step ${event.step}/${event.steps}`]);
      } else if (event.type === 'measuring') {
        bar.update(event.done / event.of, ['measuring held-out images', `${event.done}/${event.of}`]);
      } else if (event.type === 'progress') {
        const { step, steps, ssePerImage, purity, imagesPerSecond, secondsLeft } = event;
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
