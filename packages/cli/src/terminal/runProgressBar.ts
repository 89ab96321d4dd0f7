import { formatMetric } from '@rnp/viz';
import { formatSeconds, type ProgressBar } from '../terminal/progressBar.js';

/** How far a run is. */
export interface TrainedSoFar {
  readonly step: number;
  readonly steps: number;
  /** Of training batches since the last time. */
  readonly ssePerImage: number;
  /** Per level, top first, where it was measured. */
  readonly purity?: readonly number[];
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}

/** Who is told how a run goes on. */
export interface RunProgress {
  begun(step: number, steps: number): void;
  trained(soFar: TrainedSoFar): void;
  /** Held-out images measured, of how many. */
  measuring(done: number, of: number): void;
  /** A checkpoint of this step is safe. */
  saved(step: number): void;
  /** A line for people. */
  say(line: string): void;
}

/** Progress as a bar on the terminal. */
export function progressOn(bar: ProgressBar): RunProgress {
  return {
    begun: (step, steps) => bar.update(step / steps, [`step ${step}/${steps}`]),
    trained: ({ step, steps, ssePerImage, purity, imagesPerSecond, secondsLeft }) =>
      bar.update(step / steps, [
        `step ${step}/${steps}`,
        `SSE ${formatMetric(ssePerImage)}`,
        ...(purity === undefined ? [] : [`purity ${formatMetric(purity)}`]),
        `${Math.round(imagesPerSecond)} images/s`,
        `${formatSeconds(secondsLeft)} left`,
      ]),
    measuring: (done, of) => bar.update(done / of, ['measuring held-out images', `${done}/${of}`]),
    saved: () => undefined,
    say: (line) => bar.log(line),
  };
}
