import { appendJsonLine } from '@rnp/files/node';
import type { TrainEvent } from '@rnp/vae';
import { withNulls } from '../files/jsonFile.js';
import type { CurveFiles } from '../record/curveFiles.js';
import type { MetricsRow } from '../record/metrics.js';

export interface MetricsLog {
  /** Takes progress and parse events; others are none of its business. */
  take(event: TrainEvent): Promise<void>;
  /** Writes the row that waits for its parse figures. */
  flush(): Promise<void>;
  readonly last: MetricsRow | null;
  /** Number of rows, those of earlier sessions among them. */
  readonly count: number;
}

/**
 * Writes a row of `metrics.jsonl` for each progress event. The parse figures of a step arrive after its other
 * figures, so a row waits for the next event.
 *
 * @param before seconds and rows of earlier sessions
 * @param curves which have the same rows
 */
export function createMetricsLog(
  path: string,
  before: { readonly seconds: number; readonly rows: readonly MetricsRow[] },
  curves: CurveFiles,
): MetricsLog {
  let waiting: MetricsRow | null = null;
  let last = before.rows.at(-1) ?? null;
  let count = before.rows.length;
  const flush = async (): Promise<void> => {
    if (waiting === null) return;
    const row = waiting;
    waiting = null;
    last = row;
    count++;
    await appendJsonLine(path, withNulls(row));
    await curves.trained(row);
  };
  return {
    flush,
    take: async (event) => {
      if (event.type === 'parse' && waiting?.step === event.step) {
        const { purity, effectiveChildren, withoutInk } = event.parse;
        waiting = { ...waiting, purity, effectiveChildren, withoutInk };
      }
      if (event.type !== 'progress') return;
      await flush();
      const { step, metrics, learningRate, imagesPerSecond, seconds } = event;
      waiting = { step, ...metrics, learningRate, imagesPerSecond, seconds: before.seconds + seconds };
    },
    get last() {
      return last;
    },
    get count() {
      return count;
    },
  };
}
