import { checkOptions, isCount, type Look } from '../checks.js';
import { Job } from '../job.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { requireRnp } from '../models/openModel.js';
import { openSceneData } from '../models/sceneData.js';
import { type SceneFigures, sceneRows } from '../record/sceneFigures.js';
import { measuredScenes, type ObjectFlags, objectLooks } from './measuredScenes.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import { dataLooks, isWholeNumber, type UsedData, type UseOptions, useLooks } from './useLooks.js';
import { withModel } from './withModel.js';

/** How `evaluateScenes` looks for objects and measures. */
export interface EvaluateScenesOptions extends UseOptions, UsedData, ObjectFlags {
  /** Steps of inference by prediction errors at each object. Default 0: one look of the encoder. */
  readonly infer?: number;
  /** Number of scenes, from the first. Default: all. */
  readonly limit?: number;
}

/** The result of `evaluateScenes`. */
export interface EvaluateScenesEnd {
  readonly figures: SceneFigures;
  /** The same in words, as rows of a table: name, value, unit or meaning. */
  readonly rows: readonly (readonly string[])[];
}

const looks: Readonly<Record<keyof EvaluateScenesOptions, Look>> = Object.freeze({
  ...useLooks,
  ...dataLooks,
  ...objectLooks,
  infer: isWholeNumber,
  limit: isCount,
});

/**
 * Measures a model of single objects on scenes of several: how well it counts, tells pixels of objects apart, and draws figure and ground.
 *
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError for data that is no scenes; RnpError; the signal's reason when it is aborted
 */
export function evaluateScenes(options: EvaluateScenesOptions): Job<UseEvent, EvaluateScenesEnd> {
  checkOptions('options', options, looks, ['model']);
  const { split = 'test', limit, data } = options;
  return new Job(async ({ listen, signal }) => {
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const model = requireRnp(opened);
      const scenes = await openSceneData(opened, data, split, listeners);
      signal.throwIfAborted();
      const figures = await measuredScenes(opened, scenes, { flags: options, limit, listen, signal });
      return { figures, rows: sceneRows(figures, childrenPerLevelOf(model)) };
    });
  }, options.signal);
}
