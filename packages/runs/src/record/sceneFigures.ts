import type { SceneGround } from '@rnp/scenes';
import { formatMetric } from '@rnp/viz';
import type { SceneMeasures } from '../explain/measureScenes.js';
import { counted } from '../words/counted.js';
import { levelNames } from './levelNames.js';

/** How objects were looked for. */
export interface SceneLook {
  readonly maxObjects: number;
  /** Of an object's frame, in pixels of the scene. */
  readonly side: number;
  readonly ground: SceneGround;
  readonly cost: number;
  readonly windows: number;
  readonly steps: number;
}

/** Measures with what they belong to; `rnp eval --objects --json` prints them. */
export interface SceneFigures extends SceneMeasures {
  readonly data: string;
  /** Digest of the data's content (`dataContent`). */
  readonly digest: string;
  readonly split: string;
  readonly backend: string;
  readonly look: SceneLook;
}

/** Rows of a table for people: name, value, unit or meaning. What there was nothing of is left out. */
export function sceneRows(
  figures: SceneFigures,
  childrenPerLevel: readonly number[],
): readonly (readonly string[])[] {
  const { counts, foregroundAri, objectIou, figureSse, groundSse, groundDrawn, look } = figures;
  const levels = levelNames(childrenPerLevel.length).join(' / ');
  const row = (
    name: string,
    value: number | readonly number[] | null,
    meaning: string,
  ): readonly string[][] => (value === null ? [] : [[name, formatMetric(value), meaning]]);
  return [
    ...row(
      'counted right',
      counts.accuracy,
      `share of scenes; off by ${formatMetric(counts.meanError)} on average`,
    ),
    ...counts.perCount.flatMap(({ count, scenes, accuracy, bias }) =>
      row(
        `with ${counted(count, 'object')}`,
        accuracy,
        `of ${counted(scenes, 'scene')}; ${formatMetric(count + bias)} found on average`,
      ),
    ),
    ...row('ARI', foregroundAri, 'of the objects’ pixels in scenes of several; 1: as they are'),
    ...row('IoU of objects', objectIou, 'the pixels of each, found and true; 1: the same'),
    ...row('SSE of figures', figureSse, 'squared error over the objects’ pixels, per scene'),
    ...row('SSE of grounds', groundSse, 'the same over all others'),
    ...row(
      'ground drawn',
      groundDrawn,
      'share of the light behind and beside true objects that found ones draw',
    ),
    ...row('purity', figures.purity, `${levels}, within what was found; 1: no overlap`),
    ...row('effective children', figures.effectiveChildren, `${levels}, of ${childrenPerLevel.join(' / ')}`),
    ...row('scenes', figures.scenes, `${figures.data}, split ${figures.split}, on ${figures.backend}`),
    [
      'looked at',
      look.steps === 0 ? 'once' : counted(look.steps, 'step'),
      `for up to ${look.maxObjects} objects in frames of ${look.side} pixels, each at a cost of ${formatMetric(look.cost)}; ground: ${look.ground}`,
    ],
  ];
}
