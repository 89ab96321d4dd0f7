import { type MeasureBackendsOptions, measureBackends } from '@rnp/runs/bench';
import type { FromMeasurer, ToMeasurer } from './messages.js';

/** Measures as `rnp bench` does, and tells what there is so far. */
export async function measure(
  { backends, seconds }: ToMeasurer,
  start: NonNullable<MeasureBackendsOptions['start']>,
  tell: (message: FromMeasurer) => void,
): Promise<void> {
  try {
    const job = measureBackends(backends, { seconds, start });
    for await (const event of job) tell(event);
    tell({ type: 'measured', ...(await job.result()) });
  } catch (error) {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
