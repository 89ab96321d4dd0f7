import { lineOf, type RunEvent } from '@rnp/runs/run';
import type { ProgressBar } from '@rnp/runs/words';
import { formatSeconds } from '@rnp/runs/words';
import { formatMetric } from '@rnp/viz';
import { createDataBar } from './dataBar.js';
import { flagStyle } from './inFlags.js';

/** The progress of a run as a bar on the terminal. */
export function runEventsOn(bar: ProgressBar): (event: RunEvent) => void {
  const data = createDataBar();
  return (event) => {
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
  };
}
