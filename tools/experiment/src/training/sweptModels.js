import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runSweep } from '@rnp/runs';
import { readEvaluations, readMetrics, readRecord, readRows, runFolder } from '@rnp/runs/record';
import { isOver, readSweepFile, sweepPlan } from '@rnp/runs/sweep';
import { formatSeconds } from '@rnp/runs/words';
import { modelFromFiles } from '@rnp/vae';
import { loadModelFolder } from '@rnp/vae/node';
import { writeSmokeFolder } from '../data/smokeFolder.js';
import { Interrupted, UsageError } from '../errors.js';

/** What a smoke run takes instead of the sweep's own: a few steps of one seed on some digits. */
const smokeSettings = Object.freeze({ steps: 3, set: ['batchSize=8'] });

/**
 * The models of an experiment that is a sweep, SETTING-SEED each: what is not trained yet is trained, several at a time, each in a
 * process of its own with one engine.
 *
 * @param {string} file the sweep
 * @param {{ runs: string, smoke: boolean, seed: number, fresh: boolean, fromKept: boolean, workers: number | null, only: readonly string[] | null,
 *   bar: object, signal: AbortSignal }} session
 * @returns {Promise<Record<string, object>>} as `trainedModel` gives them; the caller owns the models
 * @throws Interrupted when the signal came; all is saved then. UsageError when a run failed, or for what a sweep's file decides
 */
export async function sweptModels(file, session) {
  if (session.only !== null) {
    throw new UsageError('--only: this example is a sweep, which goes on with what is not trained yet');
  }
  if (session.fromKept) {
    throw new UsageError('--from-kept: this example is a sweep, no model of which begins with another');
  }
  if (session.seed !== 1) {
    throw new UsageError(`--seed: the seeds of this example stand in ${file}`);
  }
  const { runs, workers, fresh, smoke, bar, signal } = session;
  const sweep = await readSweepFile(file);
  const plan = smoke
    ? await smokePlan(sweep, file, join(runs, 'digits'))
    : await sweepPlan(sweep, file, workers === null ? {} : { workers });
  // `overwrite` would only replace runs of other settings.
  if (fresh) await rm(join(runs, 'runs'), { recursive: true, force: true });
  const job = runSweep(plan, { out: runs, report: false, signal });
  for await (const event of job) {
    if (event.type === 'note') bar.log(event.message);
    else show(bar, event.statuses);
  }
  bar.stop();
  const { statuses, summaries } = await job.result();
  if (summaries === null) throw new Interrupted('stopped and saved; the same command goes on from there');
  const failed = statuses.filter(({ state }) => state !== 'done');
  if (failed.length > 0) {
    const reasons = failed.map(({ run, state, reason }) => `${run.name} ${state}: ${reason ?? 'no reason'}`);
    throw new UsageError(`not all runs of ${file} are done:\n${reasons.join('\n')}`);
  }
  const trained = {};
  for (const { name, setting, seed } of plan.runs) {
    trained[`${setting}-${seed}`] = await trainedRun(join(runs, 'runs', name));
  }
  return trained;
}

async function smokePlan(sweep, file, folder) {
  await writeSmokeFolder(folder);
  return sweepPlan({ ...sweep, seeds: [1] }, file, { ...smokeSettings, data: `${folder}?size=28` });
}

function show(bar, statuses) {
  const share = ({ soFar, state }) => (isOver({ state }) ? 1 : soFar === null ? 0 : soFar.step / soFar.steps);
  const done = statuses.filter(isOver).length;
  const left = Math.max(
    0,
    ...statuses.map(({ soFar, state }) => (isOver({ state }) ? 0 : (soFar?.secondsLeft ?? 0))),
  );
  bar.update(statuses.reduce((sum, status) => sum + share(status), 0) / statuses.length, [
    `${done}/${statuses.length} runs`,
    `${formatSeconds(left)} left of those at work`,
  ]);
}

/** A finished run as `trainedModel` gives it. */
async function trainedRun(dir) {
  const folder = runFolder(dir);
  const { training } = await readRecord(folder);
  const { seconds, steps } = await readMetrics(folder);
  const points = (rows) => rows.map(({ step, ssePerImage }) => [step, ssePerImage]);
  return {
    model: modelFromFiles((await loadModelFolder(dir)).files, { path: dir }).model,
    seconds,
    steps,
    curve: points(await readRows(folder)),
    measured: points(await readEvaluations(folder)),
    training,
  };
}
