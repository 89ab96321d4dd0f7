import { defaultSceneOptions, type SceneGround } from '@rnp/scenes';
import { check, checkOptions, isCount, type Look } from '../checks.js';
import { defaultMaxObjects, isMaxObjects, objectShare, objectWindows } from '../explain/explainPicture.js';
import { type MeasureScenesOptions, measureScenes } from '../explain/measureScenes.js';
import { Job } from '../job.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { requireRnp } from '../models/openModel.js';
import { openSceneData } from '../models/sceneData.js';
import { type SceneFigures, type SceneLook, sceneRows } from './sceneFigures.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import { dataLooks, isWholeNumber, type UsedData, type UseOptions, useLooks } from './useLooks.js';
import { withModel } from './withModel.js';

/** How `evaluateScenes` looks for objects and measures. */
export interface EvaluateScenesOptions extends UseOptions, UsedData {
  /** The most objects of a scene. Default 12. */
  readonly maxObjects?: number;
  /** The larger side of an object, in pixels of the scene. Default: as the model's images have them, 20 of 28 pixels. */
  readonly size?: number;
  /** What lies behind objects: 'none', or 'wide': light and texture that are wider than strokes. Default 'none'. */
  readonly ground?: SceneGround;
  /** The energy that one more object must save. Default 7. */
  readonly objectCost?: number;
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
  maxObjects: isMaxObjects,
  size: isCount,
  ground: (path, value) => check.choice(path, value, ['none', 'wide']),
  objectCost: (path, value) => check.number(path, value, 0),
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
  const { split = 'test', limit } = options;
  return new Job(async ({ listen, signal }) => {
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const model = requireRnp(opened);
      const { data, digest } = await openSceneData(opened, options.data, split, listeners);
      signal.throwIfAborted();
      const look = sceneLookOf(model.network.imageShape, options);
      const of = `${data.name} ${data.split}`;
      const measures = await measureScenes(model, { length: data.length, scene: data.truth }, {
        ...look,
        signal,
        onProgress: (done, total) => listen({ type: 'work', work: 'scenes', of, done, total }),
        ...(limit !== undefined && { limit }),
      } satisfies MeasureScenesOptions);
      const figures = { ...measures, data: data.name, digest, split, backend: opened.backend, look };
      return { figures, rows: sceneRows(figures, childrenPerLevelOf(model)) };
    });
  }, options.signal);
}

function sceneLookOf(
  [height, width]: readonly [number, number, number],
  { maxObjects, size, ground, objectCost, infer }: EvaluateScenesOptions,
): SceneLook {
  const whole = size === undefined ? Math.max(height, width) : size / objectShare;
  return {
    maxObjects: maxObjects ?? defaultMaxObjects,
    side: Math.round(1.2 * whole),
    ground: ground ?? defaultSceneOptions.ground,
    cost: objectCost ?? defaultSceneOptions.cost,
    windows: objectWindows,
    steps: infer ?? defaultSceneOptions.steps,
  };
}
