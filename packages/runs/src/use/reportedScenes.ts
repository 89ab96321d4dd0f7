import { saidShape } from '../data/openData.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import type { OpenedModel } from '../models/openModel.js';
import type { SceneData } from '../models/sceneData.js';
import { sceneRows } from '../record/sceneFigures.js';
import { chosenScenes, type ScenesChapter, scenesChapter } from '../report/scenesChapter.js';
import type { EvaluateScenesEnd } from './evaluateScenes.js';
import { type MeasuringScenes, measuredScenes } from './measuredScenes.js';
import { sourceNames } from './sceneWords.js';

/** Measures a model on scenes, and draws some of them. @throws as `measuredScenes` */
export async function reportedScenes(
  opened: OpenedModel,
  data: SceneData,
  measuring: Omit<MeasuringScenes, 'onScene'>,
): Promise<{ readonly scenes: EvaluateScenesEnd; readonly chapter: ScenesChapter }> {
  const childrenPerLevel = childrenPerLevelOf(opened.model);
  const chosen = chosenScenes();
  const figures = await measuredScenes(opened, data, { ...measuring, onScene: chosen.choose });
  return {
    scenes: { figures, rows: sceneRows(figures, childrenPerLevel) },
    chapter: scenesChapter(figures, childrenPerLevel, chosen),
  };
}

/** The first data set that scenes are made of whose images a model takes; undefined where there is none. */
export async function objectsOfScenes(
  { model }: OpenedModel,
  { data }: SceneData,
): Promise<string | undefined> {
  for (const name of data.recipe === undefined ? [] : sourceNames(data.recipe))
    if ((await saidShape(name)).join() === model.network.imageShape.join()) return name;
  return undefined;
}
