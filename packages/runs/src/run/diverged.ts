import { options, RnpError, type Wording, worded, wordingOf } from '@rnp/errors';
import { DivergenceError, defaultTrainingConfig } from '@rnp/vae';
import { usualClipNorm } from '@rnp/vae/training';
import { formatMetric } from '@rnp/viz';
import { specOf } from '../data/runData.js';
import { defaultRecipe } from '../recipes/recipes.js';
import type { EvaluationRow } from '../record/evaluations.js';
import { readEvaluations } from '../record/readRecord.js';
import { bookkeepingOf, changedBookkeeping } from '../settings/bookkeeping.js';
import { changesFrom } from '../settings/changesFrom.js';
import type { BestSoFar } from './bestSoFar.js';
import { saveStopped } from './finish.js';
import type { PreparedRun } from './preparedRun.js';

/** A run that diverged is tried again at this part of its learning rate, and at the usual one at most. */
const slower = 0.1;

/**
 * Keeps what is good of a run that diverged. Where training noticed, its model holds the weights of the last step whose loss was a
 * number: they go into the model folder. Where a measurement noticed, they are lost already. Either way the best model is there: by
 * held-out images where they were measured on the way, else by the images that it learned from.
 *
 * @returns the error with where these are, and how to go on from there
 */
export async function keptAfterDivergence(
  run: PreparedRun,
  error: RnpError<'RNP_DIVERGED'>,
  soFar: BestSoFar,
): Promise<RnpError<'RNP_DIVERGED'>> {
  const last = error instanceof DivergenceError ? await savedLast(run, error.restoredTo) : null;
  const best = await savedBest(run, soFar);
  const told = [last, best].flatMap((one) => (one === null ? [] : [one.told]));
  const advice = adviceFor(run, best?.from ?? last?.from ?? null);
  const parts = [...told, advice].flatMap((part): Wording => ['. ', ...part]);
  const complaint = worded`${error.complaint.replace(/\.$/, '')}${parts}`;
  return new RnpError('RNP_DIVERGED', complaint, { cause: error });
}

/** Of a run of which nothing is kept: the error with how to train anew. */
export function divergedUnsaved(run: PreparedRun, error: RnpError<'RNP_DIVERGED'>): RnpError<'RNP_DIVERGED'> {
  const complaint = worded`${error.complaint.replace(/\.$/, '')}. ${adviceFor(run, null)}`;
  return new RnpError('RNP_DIVERGED', complaint, { cause: error });
}

interface Saved {
  readonly told: Wording;
  /** The folder to go on from; null where nothing is saved, or nothing was learned yet. */
  readonly from: string | null;
}

async function savedLast(run: PreparedRun, step: number): Promise<Saved> {
  const { model } = run.folder;
  try {
    await saveStopped(run, { step, seconds: run.secondsBefore, last: null });
    return { told: worded`The model of step ${step} is in ${model}`, from: step > 0 ? model : null };
  } catch (cause) {
    return { told: worded`It could not be saved: ${wordingOf(cause as Error)}`, from: null };
  }
}

async function savedBest(run: PreparedRun, soFar: BestSoFar): Promise<Saved | null> {
  const { folder } = run;
  const rows = await readEvaluations(folder);
  const best = rows.reduce<EvaluationRow | null>(
    (a, b) => (a !== null && a.ssePerImage <= b.ssePerImage ? a : b),
    null,
  );
  if (best !== null && best.step > 0) {
    const told = worded`The best model on held-out images, of step ${best.step}, is in ${folder.best}`;
    return { told, from: folder.best };
  }
  const kept = soFar.best;
  if (kept === null) return null;
  await soFar.save(folder.best);
  const told = worded`The best model, of step ${kept.step}, with an error of ${formatMetric(kept.ssePerImage)}, is in ${folder.best}`;
  return { told, from: folder.best };
}

/** What a run was told beside its settings, where that is not what it would be without a word. */
function besideSettings({ workers, backend, bookkeeping }: PreparedRun['record']): object {
  const asked = changedBookkeeping(bookkeepingOf(bookkeeping));
  return { workers, ...(backend !== 'wasm' && { backends: [backend] }), ...asked };
}

function adviceFor({ folder, record, data }: PreparedRun, from: string | null): Wording {
  const rate = Math.min(defaultTrainingConfig.learningRate, record.training.learningRate * slower);
  const learningRate = `learningRate=${Number(rate.toPrecision(2))}`;
  const { clipNorm } = record.training;
  const clip = clipNorm === null || clipNorm > usualClipNorm ? [`clipNorm=${usualClipNorm}`] : [];
  const beside = besideSettings(record);
  const out = `${folder.dir.replace(/[\\/]+$/, '')}-slower`;
  if (from === null || record.network !== 'rnp' || record.model.encoder === 'custom') {
    // Whole: what of it is left out would be that of another run.
    const { learningRate: _, clipNorm: clipped, ...others } = changesFrom(defaultRecipe, record, data.train);
    const kept = clip.length > 0 || clipped === undefined ? clip : [`clipNorm=${clipped}`];
    const set = [...Object.entries(others).map((pair) => pair.join('=')), ...kept, learningRate];
    const whole = options({
      recipe: defaultRecipe,
      data: specOf(record.data, folder.dir),
      set,
      out,
      ...beside,
    });
    return worded`Train anew by ${whole}`;
  }
  const again = options({
    adapt: { model: from, kept: 'encoder and hypernetworks' },
    data: specOf(record.data, folder.dir),
    set: ['frozen=none', ...clip, learningRate],
    out,
    ...beside,
  });
  return worded`Go on from it, with all weights, by ${again}`;
}
