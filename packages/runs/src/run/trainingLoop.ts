import { type TrainEvent, type TrainingState, train } from '@rnp/vae';
import { type Listener, warning } from '../events.js';
import { openCurveFiles } from '../record/curveFiles.js';
import { readRows } from '../record/readRecord.js';
import { bookkeepingOf } from '../settings/bookkeeping.js';
import { augmented } from './augmented.js';
import type { BestSoFar } from './bestSoFar.js';
import type { RunEvent } from './events.js';
import { heldOut } from './heldOut.js';
import { createMetricsLog, type MetricsLog } from './metricsLog.js';
import type { PreparedRun } from './preparedRun.js';
import { checkpointRun } from './save.js';
import type { TrainingOutcome } from './trainingOutcome.js';
import { createWarningFilter } from './warningFilter.js';

export interface TrainingLoopOptions {
  readonly listen: Listener<RunEvent>;
  readonly signal: AbortSignal;
}

/** Where no number of steps was given: often enough that little is lost, rare enough that it costs nothing. */
const checkpointSeconds = 30;

/** Steps between measurements of the parse; one costs about as much as a step. */
const parseSteps = 50;

/**
 * Trains a prepared run to its end or until the signal: progress, log rows, checkpoints. Both ways it ends with a checkpoint.
 *
 * @param best told how good the weights were
 * @throws RnpError RNP_DIVERGED (the model then holds the last good weights), RNP_FILE when a file cannot be written,
 *   RNP_WORKER when a worker dies
 */
export async function runTrainingLoop(
  run: PreparedRun,
  options: TrainingLoopOptions,
  best: BestSoFar,
): Promise<TrainingOutcome> {
  const { listen, signal } = options;
  const { logEvery, checkpointEvery, evaluateEvery } = bookkeepingOf(run.record.bookkeeping);
  const { model, network } = run.record;
  const curves = await openCurveFiles(run.folder.dir, network === 'rnp' ? model.childrenPerLevel.length : 0);
  const log = createMetricsLog(
    run.folder.rows,
    { seconds: run.secondsBefore, rows: await readRows(run.folder) },
    curves,
  );
  const warnings = createWarningFilter();
  const held = await heldOut(run, evaluateEvery, { listen, signal, curves });
  // Also of a run that was stopped where a measurement was due.
  await held.take(run.resume?.step ?? 0, { seconds: run.secondsBefore, last: log.last });
  let begun = performance.now();
  const seconds = (): number => run.secondsBefore + (performance.now() - begun) / 1000;
  let saved = performance.now();
  const save = async (state: TrainingState): Promise<void> => {
    // Rows first: a checkpoint never knows more than its log.
    await log.flush();
    const logged = { rows: log.count, evaluations: held.count };
    await checkpointRun(run, state, { seconds: seconds(), logged });
    saved = performance.now();
    listen({ type: 'checkpoint', step: state.step });
  };
  const events = train(run.model, augmented(run.data.train, run.record), {
    ...run.record.training,
    workers: run.record.workers,
    ...(run.resume === null ? {} : { resume: run.resume }),
    logEvery,
    parseEvery: Math.max(logEvery, Math.ceil(parseSteps / logEvery) * logEvery),
    checkpointEvery: [checkpointEvery ?? logEvery, ...(held.every === null ? [] : [held.every])],
    signal,
  });
  for await (const event of events) {
    await log.take(event);
    if (event.type === 'start') listen({ type: 'start', step: event.step, steps: event.steps });
    else if (event.type === 'progress') {
      best.take(event.step, event.metrics.ssePerImage);
      listen(soFar(event, log));
    } else if (event.type === 'parse') warnings.measured();
    else if (event.type === 'warning' && event.code !== undefined) {
      listen(warning(event.code, event.message, event.step));
    } else if (event.type === 'warning' && warnings.isNew(event.message)) {
      listen(warning('collapse', event.message, event.step));
    } else if (event.type === 'checkpoint') {
      // A row first: what is kept of a measurement names the last one, whenever that would have been written.
      await log.flush();
      begun += await held.take(event.step, { seconds: seconds(), last: log.last });
      const due =
        checkpointEvery === null
          ? performance.now() - saved > 1000 * checkpointSeconds
          : event.step % checkpointEvery === 0;
      if (due) await save(event.state);
    } else if (event.type === 'end') {
      const finished = event.reason === 'done';
      await log.flush();
      if (finished) begun += await held.take(event.step, { seconds: seconds(), last: log.last });
      await save(event.state);
      return { finished, step: event.step, seconds: seconds(), last: log.last };
    }
  }
  throw new Error('training ended without an end event');
}

function soFar(event: TrainEvent & { readonly type: 'progress' }, log: MetricsLog): RunEvent {
  const { step, steps, metrics, imagesPerSecond, secondsLeft } = event;
  const { ssePerImage } = metrics;
  const purity = log.last?.purity;
  return {
    type: 'progress',
    step,
    steps,
    ssePerImage,
    imagesPerSecond,
    secondsLeft,
    ...(purity === undefined ? {} : { purity }),
  };
}
