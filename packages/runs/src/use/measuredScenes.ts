import { defaultSceneOptions, type SceneGround } from '@rnp/scenes';
import { check, isCount, type Look } from '../checks.js';
import type { Listener } from '../events.js';
import {
  defaultMaxObjects,
  isMaxObjects,
  objectShare,
  objectWindows,
  requireSizeOf,
} from '../explain/explainPicture.js';
import { type MeasureScenesOptions, measureScenes } from '../explain/measureScenes.js';
import { type OpenedModel, requireRnp } from '../models/openModel.js';
import type { SceneData } from '../models/sceneData.js';
import type { SceneFigures, SceneLook } from '../record/sceneFigures.js';
import type { WorkEvent } from './useEvents.js';

/** How objects are looked for in scenes. */
export interface ObjectFlags {
  /** The most objects of a scene. Default 12. */
  readonly maxObjects?: number;
  /** The larger side of an object, in pixels of the scene. Default: as the model's images have them, 20 of 28 pixels. */
  readonly size?: number;
  /** What lies behind objects: 'none', or 'wide': light and texture that are wider than strokes. Default 'none'. */
  readonly ground?: SceneGround;
  /** The energy that one more object must save. Default 7. */
  readonly objectCost?: number;
}

export const objectLooks: Readonly<Record<keyof ObjectFlags, Look>> = Object.freeze({
  maxObjects: isMaxObjects,
  size: isCount,
  ground: (path, value) => check.choice(path, value, ['none', 'wide']),
  objectCost: (path, value) => check.number(path, value, 0),
});

/** What is measured, and who hears of it. */
export interface MeasuringScenes extends Pick<MeasureScenesOptions, 'onScene'> {
  readonly flags: ObjectFlags & { readonly infer?: number };
  readonly limit: number | undefined;
  readonly listen: Listener<WorkEvent>;
  readonly signal: AbortSignal;
}

/** Measures a model on scenes; how far it is is told. @throws UsageError for a model without parts; RnpError; the signal's reason */
export async function measuredScenes(
  opened: OpenedModel,
  { data, digest }: SceneData,
  { flags, limit, listen, signal, onScene }: MeasuringScenes,
): Promise<SceneFigures> {
  const model = requireRnp(opened);
  if (flags.size !== undefined) {
    const [height, width] = data.imageShape;
    requireSizeOf('scenes', { height, width }, flags.size);
  }
  const look = sceneLookOf(model.network.imageShape, flags);
  const of = `${data.name} ${data.split}`;
  const measures = await measureScenes(model, { length: data.length, scene: data.truth }, {
    ...look,
    signal,
    onProgress: (done, total) => listen({ type: 'work', work: 'scenes', of, done, total }),
    ...(limit !== undefined && { limit }),
    ...(onScene !== undefined && { onScene }),
  } satisfies MeasureScenesOptions);
  return { ...measures, data: data.name, digest, split: data.split, backend: opened.backend, look };
}

function sceneLookOf(
  [height, width]: readonly [number, number, number],
  { maxObjects, size, ground, objectCost, infer }: MeasuringScenes['flags'],
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
