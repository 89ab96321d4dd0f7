import { options, RnpError, type Wording, worded } from '@rnp/errors';
import { type DivergenceError, defaultTrainingConfig } from '@rnp/vae';
import { specOf } from '../data/runData.js';
import { readEvaluations } from '../record/readRecord.js';
import { saveStopped } from './finish.js';
import type { PreparedRun } from './preparedRun.js';

/** A run that diverged is tried again at this part of its learning rate, and at the usual one at most. */
const slower = 0.1;

/**
 * Keeps what is good of a run whose loss is no number any more. Its model holds the weights of the last step whose loss was one: they
 * go into the model folder. Where held-out images were measured on the way, the best model of them is there already.
 *
 * @returns the error with where these are, and how to go on from there
 */
export async function keptAfterDivergence(
  run: PreparedRun,
  error: DivergenceError,
): Promise<RnpError<'RNP_DIVERGED'>> {
  const outcome = { step: error.restoredTo, seconds: run.secondsBefore, last: null };
  const kept = await saveStopped(run, outcome).then(
    () => placesOf(run, error.restoredTo),
    (cause: Error) => ({ told: worded`It could not be saved: ${cause.message}`, from: null }),
  );
  const complaint = worded`${error.complaint}. ${kept.told}. ${adviceFor(run, kept.from)}`;
  return new RnpError('RNP_DIVERGED', complaint, { cause: error });
}

interface Kept {
  readonly told: Wording;
  /** The folder of the model to go on from; null where there is none. */
  readonly from: string | null;
}

async function placesOf({ folder }: PreparedRun, step: number): Promise<Kept> {
  const last = worded`The model of step ${step} is in ${folder.model}`;
  const rows = await readEvaluations(folder);
  // A model that has learned nothing yet is nothing to go on from.
  if (rows.length === 0) return { told: last, from: step === 0 ? null : folder.model };
  const best = rows.reduce((one, other) => (other.ssePerImage < one.ssePerImage ? other : one));
  const told = worded`${last}, the best on held-out images, of step ${best.step}, in ${folder.best}`;
  return { told, from: best.step === 0 ? null : folder.best };
}

function adviceFor({ folder, record }: PreparedRun, from: string | null): Wording {
  const rate = Math.min(defaultTrainingConfig.learningRate, record.training.learningRate * slower);
  const learningRate = `learningRate=${Number(rate.toPrecision(2))}`;
  const out = `${folder.dir.replace(/[\\/]+$/, '')}-slower`;
  if (from === null || record.network !== 'rnp' || record.model.encoder === 'custom') {
    return worded`Train anew with ${options({ set: [learningRate], out })}`;
  }
  const again = options({
    adapt: { model: from, kept: 'encoder and hypernetworks' },
    data: specOf(record.data, folder.dir),
    set: ['frozen=none', learningRate],
    out,
  });
  return worded`Go on from it, with all weights, by ${again}`;
}
