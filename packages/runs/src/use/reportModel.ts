import { option, worded } from '@rnp/errors';
import { isRnp } from '@rnp/vae';
import { collapseAdvice, maySayCollapsed } from '@rnp/vae/training';
import { checkOptions, isCount, isObjectOf, type Look } from '../checks.js';
import { dataTitle } from '../data/dataTitle.js';
import { UsageError } from '../errors.js';
import { Job } from '../job.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { openModelData } from '../models/modelData.js';
import { requireRnp } from '../models/openModel.js';
import { type LookFlags, lookLooks, requireCosts } from '../models/partPresence.js';
import { openSceneData, requireWholeImages } from '../models/sceneData.js';
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
import { requireNoReport } from '../report/requireNoReport.js';
import { writeReport } from '../report/runReport.js';
import { measured } from './evaluateModel.js';
import type { EvaluateScenesEnd } from './evaluateScenes.js';
import { limitAdvice } from './limitAdvice.js';
import { type ObjectFlags, objectLooks } from './measuredScenes.js';
import { inferredAs, lookOf } from './modelLook.js';
import { objectsOfScenes, reportedScenes } from './reportedScenes.js';
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
 * How `reportModel` measures: at one look, and with `infer` or `presence` the inferred trees as well; scenes with `objects`, at a look or after `infer` steps, but not with `presence`.
 * `out` is a folder. One that holds a report is refused before anything is measured, unless `overwrite` says otherwise. Default: the run's own, where an earlier report is replaced;
 * 'report' for a model outside a run's folder.
 */
export interface ReportOptions extends UseOptions, UsedData, Partial<UseOutputs>, LookFlags {
  /**
   * Measures as well how the model finds objects in scenes, and in which way (`{}` for the defaults). `data` are these scenes then; all else is of the first data set
   * that they are made of whose images the model takes, or of the data that it learned from.
   */
  readonly objects?: ObjectFlags;
  /** Number of images that are measured, from the first, and of scenes. Default: all. */
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
  /** Of scenes; null unless they were measured. */
  readonly scenes: EvaluateScenesEnd | null;
}

const looks: Readonly<Record<keyof ReportOptions, Look>> = Object.freeze({
  ...useLooks,
  ...dataLooks,
  ...outputLooks,
  ...lookLooks,
  objects: isObjectOf(objectLooks),
  limit: isCount,
  seed: isWholeNumber,
});

/**
 * Measures a model on held-out images, and writes `report.html` with its pictures.
 *
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value; UsageError for `presence` with `objects`
 * @throws from the job: UsageError for scenes whose objects are not known, or naming a damaged file of the run, before anything is measured; RnpError;
 *   the signal's reason when it is aborted
 */
export function reportModel(options: ReportOptions): Job<UseEvent, ReportEnd> {
  checkOptions('options', options, looks, ['model']);
  const { limit, out, split = 'test', overwrite = false, objects } = options;
  if (objects !== undefined && options.presence !== undefined) {
    throw new UsageError(
      worded`${option('presence')} does not go with ${option('objects')}; leave one of them out`,
    );
  }
  return new Job(async ({ listen, signal }) => {
    if (out !== undefined) await requireFolder(requirePlace(out));
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const { model, runDir, backend } = opened;
      const place = out ?? runDir ?? 'report';
      // A run's own report is what this is for.
      const mayReplace = overwrite || (out === undefined && runDir !== null);
      if (!mayReplace) await requireNoReport(place);
      requireCosts(opened, options);
      const { record, trained, rows, evaluations } =
        runDir === null ? noRun : await readRun(runFolder(runDir));
      if (objects !== undefined) requireRnp(opened);
      else await requireWholeImages(opened, options.data);
      const scenes = objects && (await openSceneData(opened, options.data, split, listeners));
      const images = scenes === undefined ? options.data : await objectsOfScenes(opened, scenes);
      const { data, digest } = await openModelData(opened, images, split, listeners);
      const asked = limit === undefined ? { signal } : { signal, limit };
      const look = lookOf(model, options);
      if (limit === undefined)
        for (const line of limitAdvice(look, childrenPerLevelOf(model), data, scenes?.data))
          listeners.onChoice(line);
      const evaluation = await measured(model, data, listen, asked);
      const figures = figuresOf(evaluation, { data: data.name, digest, split: data.split, backend });
      const inferred =
        look.type === 'inferred' &&
        inferredFigures(
          look.steps,
          await measured(model, data, listen, { ...asked, inferred: inferredAs(look) }),
          data,
        );
      const found =
        scenes &&
        (await reportedScenes(opened, scenes, {
          flags: { infer: options.infer, ...objects },
          limit,
          listen,
          signal,
        }));
      const { steps, seconds } = trained ?? {};
      const childrenPerLevel = childrenPerLevelOf(model);
      const { parse } = evaluation;
      const early = record !== null && steps !== undefined && !maySayCollapsed(steps, record.training);
      const path = await writeReport(place, model, data, {
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
        ...(found && { scenes: found.chapter }),
        overwrite: mayReplace,
        signal,
      });
      return { path, figures, childrenPerLevel, scenes: found?.scenes ?? null };
    });
  }, options.signal);
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
