import { weightsFromSafetensors, weightsToSafetensors } from '@rnp/vae';
import { runModel, runShapes } from '../settings/networkKind.js';
import { partialMetrics } from './partialMetrics.js';
import type { PreparedRun } from './preparedRun.js';
import { saveModel } from './save.js';

/** Weights that were kept in memory, and how good they were. */
export interface Kept {
  /** Steps done. */
  readonly step: number;
  /** The squared error per image of the steps after it. */
  readonly ssePerImage: number;
}

export interface BestSoFar {
  /** Told the error of the steps since it was told last, whose weights are at hand still. */
  take(step: number, ssePerImage: number): void;
  readonly best: Kept | null;
  /** Writes the best model so far into a folder. */
  save(folder: string): Promise<void>;
}

/**
 * Weights are copied after this part of the steps so far: what is lost when a run goes wrong is small beside what it took, and a copy, which
 * costs less than a step, is rare. Steps alone decide: by the clock, two runs of one seed would keep different weights.
 */
const spacing = 0.02;

/**
 * Keeps the weights whose steps had the smallest error, for a run that diverges: the last weights whose loss was a number may be far from
 * any that had learned something. An error is that of the weights before it, so that each copy waits for its own.
 */
export function bestSoFar(run: PreparedRun): BestSoFar {
  const { network, model } = run.record;
  let waiting: { readonly step: number; readonly weights: Uint8Array } | null = null;
  let kept: (Kept & { readonly weights: Uint8Array }) | null = null;
  let next = 0;
  return {
    take: (step, ssePerImage) => {
      if (waiting !== null && ssePerImage < (kept?.ssePerImage ?? Number.POSITIVE_INFINITY)) {
        kept = { ...waiting, ssePerImage };
      }
      waiting = null;
      if (step < next) return;
      waiting = { step, weights: weightsToSafetensors(run.model.weights) };
      next = step * (1 + spacing);
    },
    get best() {
      return kept;
    },
    save: async (folder) => {
      if (kept === null) return;
      const weights = weightsFromSafetensors(kept.weights, runShapes(network, model), folder);
      const best = runModel(network, model, { weights });
      try {
        const metrics = partialMetrics(run, { step: kept.step, seconds: run.secondsBefore, last: null });
        await saveModel({ ...run, model: best }, metrics, folder);
      } finally {
        best.dispose();
      }
    },
  };
}
