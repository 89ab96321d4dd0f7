import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJsonLines } from '@rnp/files/node';
import { modelFromFiles } from '@rnp/vae';
import { loadModelFolder } from '@rnp/vae/node';
import { exitCodes, Interrupted, UsageError } from '../errors.js';

const rnp = join(dirname(fileURLToPath(import.meta.resolve('@rnp/cli/package.json'))), 'bin', 'rnp.js');

/** What a smoke run takes instead of the sweep's own: a few steps of one seed on the embedded digits. */
const smoke = ['--data', 'digits', '--steps', '3', '--seeds', '1', '--set', 'batchSize=8'];

/**
 * The models of an experiment that is a sweep, SETTING-SEED each: `rnp sweep` trains what is not trained yet, several at a
 * time, each in a process of its own with one engine.
 *
 * @param {string} file the sweep
 * @param {{ runs: string, smoke: boolean, seed: number, fresh: boolean, workers: number | null, only: readonly string[] | null,
 *   signal: AbortSignal }} session
 * @returns {Promise<Record<string, object>>} as `trainedModel` gives them; the caller owns the models
 * @throws Interrupted when the signal came; all is saved then. UsageError when a run failed, or for what a sweep's file decides
 */
export async function sweptModels(file, session) {
  if (session.only !== null) {
    throw new UsageError('--only: this example is a sweep, which goes on with what is not trained yet');
  }
  if (session.seed !== 1) {
    throw new UsageError(`--seed: the seeds of this example stand in ${file}`);
  }
  const { runs, workers, fresh } = session;
  const args = [
    ...['sweep', file, '--out', runs, '--no-report'],
    ...(session.smoke ? smoke : workers === null ? [] : ['--set', `workers=${workers}`]),
  ];
  // `--overwrite` would only replace runs of other settings.
  if (fresh) await rm(join(runs, 'runs'), { recursive: true, force: true });
  const code = await ended(args, session.signal);
  if (code === exitCodes.interrupted) {
    throw new Interrupted('stopped and saved; the same command goes on from there');
  }
  if (code !== 0) throw new UsageError(`rnp sweep ${file} ended with exit code ${code}; see above`);
  const plan = JSON.parse(await readFile(join(runs, 'sweep.json'), 'utf8'));
  const trained = {};
  for (const { name, setting, seed } of plan.runs) {
    trained[`${setting}-${seed}`] = await trainedRun(join(runs, 'runs', name));
  }
  return trained;
}

/** A finished run of `rnp train` as `trainedModel` gives it. */
async function trainedRun(dir) {
  const json = async (name) => JSON.parse(await readFile(join(dir, name), 'utf8'));
  const [record, metrics] = await Promise.all([json('run.json'), json('metrics.json')]);
  const points = async (name) =>
    (await readJsonLines(join(dir, name))).map(({ step, ssePerImage }) => [step, ssePerImage]);
  return {
    model: modelFromFiles((await loadModelFolder(dir)).files, { path: dir }).model,
    seconds: metrics.seconds,
    steps: metrics.steps,
    curve: await points('metrics.jsonl'),
    measured: await points('evaluations.jsonl'),
    training: record.training,
  };
}

function ended(args, signal) {
  const child = spawn(process.execPath, [rnp, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? exitCodes.failure));
  }).finally(() => signal.removeEventListener('abort', stop));
}
