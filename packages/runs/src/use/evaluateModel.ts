import type { Dataset } from '@rnp/datasets';
import type { Bound, Energy } from '@rnp/vae';
import { checkOptions, isCount, isFlag, type Look } from '../checks.js';
import type { Listener } from '../events.js';
import { Job } from '../job.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { openModelData } from '../models/modelData.js';
import { modelTraining } from '../models/modelTraining.js';
import { type LookFlags, lookLooks, requireCosts } from '../models/partPresence.js';
import { requireWholeImages } from '../models/sceneData.js';
import { type EvaluationFigures, figuresOf } from '../record/metrics.js';
import { type PartFigures, partFiguresOf } from '../record/partFigures.js';
import { type EvaluateRunOptions, evaluateOn } from '../run/evaluate.js';
import { worseThanMeanAdvice } from '../run/learningAdvice.js';
import { evaluationRows } from './evaluationRows.js';
import { inferredAs, lookOf, type ModelLook } from './modelLook.js';
import { listenersOf, type UseEvent, type WorkEvent } from './useEvents.js';
import { dataLooks, type UsedData, type UseOptions, useLooks } from './useLooks.js';
import { withModel } from './withModel.js';

/** How `evaluateModel` measures. */
export interface EvaluateModelOptions extends UseOptions, UsedData, LookFlags {
  /** Number of images, from the first. Default: all. */
  readonly limit?: number;
  /**
   * Measures as well how probable the model finds the images: a lower bound of ln p in nats (`treeBounds` of @rnp/vae) with the trees that
   * are measured. It takes about as long as 20 steps of inference. Default false.
   */
  readonly bound?: boolean;
}

/** The result of `evaluateModel`. */
export interface EvaluateModelEnd {
  readonly figures: EvaluationFigures;
  /** Parts per program at each level, top level first; empty for a model without parts. */
  readonly childrenPerLevel: readonly number[];
  readonly look: ModelLook;
  /** Of inferred trees, a mean over images, by its terms and levels; null for one look of the encoder. */
  readonly energy: Energy | null;
  /** Of the trees that were measured, a mean over images, by its terms and levels; null unless it was asked for. */
  readonly bound: Bound | null;
  /** How many parts images need; null unless parts have to earn their presence. */
  readonly parts: PartFigures | null;
  /** The same in words, as rows of a table: name, value, unit or meaning. */
  readonly rows: readonly (readonly string[])[];
  /** Advice about a model that draws worse than the mean of all images; null for any other model. */
  readonly advice: string | null;
}

const looks: Readonly<Record<keyof EvaluateModelOptions, Look>> = Object.freeze({
  ...useLooks,
  ...dataLooks,
  limit: isCount,
  ...lookLooks,
  bound: isFlag,
});

/**
 * Measures a model on a split of data: squared error, and the figures that tell whether it is a parse.
 *
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError; RnpError; the signal's reason when it is aborted
 */
export function evaluateModel(options: EvaluateModelOptions): Job<UseEvent, EvaluateModelEnd> {
  checkOptions('options', options, looks, ['model']);
  const { limit, bound: bounded = false, split = 'test' } = options;
  return new Job(async ({ listen, signal }) => {
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const { model, backend } = opened;
      requireCosts(opened, options);
      const look = lookOf(model, options);
      await requireWholeImages(opened, options.data);
      const { data, digest } = await openModelData(opened, options.data, split, listeners);
      const evaluation = await measured(model, data, listen, {
        signal,
        ...(limit !== undefined && { limit }),
        ...(look.type === 'inferred' && { inferred: inferredAs(look) }),
        ...(bounded && { bound: {} }),
      });
      const { energy, bound, partCountsPerLevel } = evaluation;
      const parts = partCountsPerLevel && partFiguresOf(partCountsPerLevel, data);
      const figures = figuresOf(evaluation, { data: data.name, digest, split: data.split, backend });
      const childrenPerLevel = childrenPerLevelOf(model);
      return {
        figures,
        childrenPerLevel,
        look,
        energy,
        bound,
        parts,
        rows: evaluationRows({
          figures,
          childrenPerLevel,
          look,
          precisions: model.precisions,
          energy,
          bound,
          parts,
        }),
        advice: worseThanMeanAdvice(evaluation.ssePerImage, data, await modelTraining(opened), digest),
      };
    });
  }, options.signal);
}

/** See `evaluateOn`; how far it is is told. */
export function measured(
  model: Parameters<typeof evaluateOn>[0],
  data: Dataset,
  listen: Listener<WorkEvent>,
  options: Omit<EvaluateRunOptions, 'onProgress'>,
): ReturnType<typeof evaluateOn> {
  const of = `${data.name} ${data.split}`;
  return evaluateOn(model, data, {
    ...options,
    onProgress: (done, total) => listen({ type: 'work', work: 'measuring', of, done, total }),
  });
}
