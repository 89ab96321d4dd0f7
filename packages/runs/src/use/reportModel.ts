import { option, type Wording, worded } from '@rnp/errors';
import { isRnp } from '@rnp/vae';
import { collapseAdvice, maySayCollapsed } from '@rnp/vae/training';
import { checkOptions, isCount, type Look } from '../checks.js';
import { dataTitle } from '../data/dataTitle.js';
import { Job } from '../job.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { openModelData } from '../models/modelData.js';
import { type LookFlags, lookLooks, requireCosts } from '../models/partPresence.js';
import { requireFolder } from '../outputs/requireFolder.js';
import { requirePlace } from '../outputs/requirePlace.js';
import { adviseDamaged } from '../record/damagedRun.js';
import type { EvaluationRow } from '../record/evaluations.js';
import {
  type EvaluationFigures,
  figuresOf,
  inferredFigures,
  type MetricsRow,
  type PartialMetrics,
  type RunMetrics,
} from '../record/metrics.js';
import { readEvaluations, readMetrics, readRecord, readRows } from '../record/readRecord.js';
import { type RunFolder, runFolder } from '../record/runFolder.js';
import type { RunRecord } from '../record/runRecord.js';
import { writeReport } from '../report/runReport.js';
import { measured } from './evaluateModel.js';
import { inferredAs, lookOf, type ModelLook } from './modelLook.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import {
  dataLooks,
  isWholeNumber,
  outputLooks,
  type UsedData,
  type UseOptions,
  type UseOutputs,
  useLooks,
} from './useLooks.js';
import { withModel } from './withModel.js';

/**
 * How `reportModel` measures: at one look, and with `infer` or `presence` the inferred trees as well. `out` is a folder. Default: the run's own, where an earlier report is replaced;
 * 'report' for a model outside a run's folder.
 */
export interface ReportOptions extends UseOptions, UsedData, Partial<UseOutputs>, LookFlags {
  /** Number of images that are measured, from the first. Default: all. */
  readonly limit?: number;
  /** Seed of the samples. Default: the run's; 1 for a model outside a run's folder. */
  readonly seed?: number;
}

/** The result of `reportModel`. */
export interface ReportEnd {
  /** Path of report.html. */
  readonly path: string;
  readonly figures: EvaluationFigures;
  /** Parts per program at each level, top level first; empty for a model without parts. */
  readonly childrenPerLevel: readonly number[];
}

const looks: Readonly<Record<keyof ReportOptions, Look>> = Object.freeze({
  ...useLooks,
  ...dataLooks,
  ...outputLooks,
  ...lookLooks,
  limit: isCount,
  seed: isWholeNumber,
});

/**
 * Measures a model on held-out images, and writes `report.html` with its pictures.
 *
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError naming a damaged file of the run, before anything is measured; RnpError;
 *   the signal's reason when it is aborted
 */
export function reportModel(options: ReportOptions): Job<UseEvent, ReportEnd> {
  checkOptions('options', options, looks, ['model']);
  const { limit, out, split = 'test', overwrite = false } = options;
  return new Job(async ({ listen, signal }) => {
    if (out !== undefined) await requireFolder(requirePlace(out));
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const { model, runDir, backend } = opened;
      requireCosts(opened, options);
      const { record, trained, rows, evaluations } =
        runDir === null ? noRun : await readRun(runFolder(runDir));
      const { data, digest } = await openModelData(opened, options.data, split, listeners);
      const asked = limit === undefined ? { signal } : { signal, limit };
      const look = lookOf(model, options);
      const parts = childrenPerLevelOf(model)[0] ?? 0;
      if (limit === undefined && data.length * stepsAnImage(look, parts) > manySteps)
        listeners.onChoice(limitAdvice(data.length));
      const evaluation = await measured(model, data, listen, asked);
      const figures = figuresOf(evaluation, { data: data.name, digest, split: data.split, backend });
      const inferred =
        look.type === 'inferred' &&
        inferredFigures(
          look.steps,
          await measured(model, data, listen, { ...asked, inferred: inferredAs(look) }),
          data,
        );
      const { steps, seconds } = trained ?? {};
      const childrenPerLevel = childrenPerLevelOf(model);
      const { parse } = evaluation;
      const early = record !== null && steps !== undefined && !maySayCollapsed(steps, record.training);
      const path = await writeReport(out ?? runDir ?? 'report', model, data, {
        title: `${dataTitle(data.name)}, taken apart`,
        metrics: {
          ...figures,
          ...(trained?.complete && trained.precisions && { precisions: trained.precisions }),
          ...(inferred && { inferred }),
          ...(steps === undefined ? {} : { steps }),
          ...(seconds === undefined ? {} : { seconds }),
          ...(record === null ? {} : { seed: record.training.seed }),
        },
        childrenPerLevel,
        rows,
        evaluations,
        settings: record,
        ...(record === null ? {} : { command: record.command }),
        seed: options.seed ?? record?.training.seed ?? 1,
        notes: isRnp(model) && parse !== null && !early ? collapseAdvice(parse, model.config) : [],
        // A run's own report is what this is for.
        overwrite: overwrite || (out === undefined && runDir !== null),
        signal,
      });
      return { path, figures, childrenPerLevel };
    });
  }, options.signal);
}

/** So many steps, of one image each, take a minute and more. */
const manySteps = 100_000;
const fewImages = 200;

/** The most steps that a look takes at an image, those of trials counted in: in each round one with all parts and one without each. */
function stepsAnImage(look: ModelLook, parts: number): number {
  if (look.type !== 'inferred') return 0;
  const { before = 0, steps = 0 } = look.presence ?? {};
  const trials = (parts * (parts + 3)) / 2;
  return look.steps + before + trials * steps;
}

function limitAdvice(images: number): Wording {
  return worded`looking closely at all ${images} images, which takes minutes; ${option('limit', fewImages)} measures the first ones alone`;
}

/** What a run's folder tells beside its model. */
interface StoredRun {
  readonly record: RunRecord | null;
  readonly trained: RunMetrics | PartialMetrics | null;
  readonly rows: readonly MetricsRow[];
  readonly evaluations: readonly EvaluationRow[];
}

const noRun: StoredRun = Object.freeze({ record: null, trained: null, rows: [], evaluations: [] });

/** @throws UsageError naming the file that is damaged */
async function readRun(folder: RunFolder): Promise<StoredRun> {
  return {
    record: await adviseDamaged(folder, () => readRecord(folder)),
    trained: await adviseDamaged(folder, () => readMetrics(folder)),
    rows: await readRows(folder),
    evaluations: await readEvaluations(folder),
  };
}
