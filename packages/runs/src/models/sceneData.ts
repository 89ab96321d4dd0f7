import type { Dataset, Scene } from '@rnp/datasets';
import { datasetInfo } from '@rnp/datasets/node';
import { option, worded } from '@rnp/errors';
import { requireDataName } from '../data/dataName.js';
import { contentOf, openData, type Split, saidShape } from '../data/openData.js';
import { UsageError } from '../errors.js';
import type { DataListener } from './modelData.js';
import type { OpenedModel } from './openModel.js';

/** Scenes with the truth about them. */
export interface SceneData {
  readonly data: Dataset & { readonly truth: (index: number) => Scene };
  /** Digest of the data's content (`dataContent`). */
  readonly digest: string;
}

/** Whether data is scenes, by its name: 'scenes', or 'scenes?…'. */
function isScenes(name: string): boolean {
  return /^scenes(\?|$)/.test(name);
}

/** Scenes of about two objects of the size that a model knows. */
async function scenesFor({ data, model }: OpenedModel): Promise<string> {
  const [height, width] = model.network.imageShape;
  // A model may have learned from what has no name here, as objects that an example cut out.
  const isKnown = data !== null && !isScenes(data) && (await datasetInfo(data)) !== null;
  const of = isKnown ? `of=${data}&` : '';
  return `scenes?${of}count=0-2&canvas=${Math.round(1.8 * Math.max(height, width))}`;
}

/**
 * Opens scenes of any size for a model of their objects.
 *
 * @param asked their name; by default the data that the model learned from, if that is scenes
 * @throws UsageError for data whose objects are not known, and for scenes of other channels than the model's; RnpError as `openData`
 */
export async function openSceneData(
  opened: OpenedModel,
  asked: string | undefined,
  split: Split,
  { onData }: DataListener = {},
): Promise<SceneData> {
  const name = asked ?? opened.data;
  const advice = option('data', await scenesFor(opened));
  if (name === null || !isScenes(name)) {
    const what = name === null ? 'no data is named' : `${name} does not tell its objects`;
    throw new UsageError(
      worded`objects are counted in scenes, of which the truth is known, and ${what}; give ${advice}`,
    );
  }
  await requireDataName(name);
  const data = await openData(name, split, onData && { onProgress: told(split, onData) });
  const [model, own] = [opened.model.network.imageShape[2], data.imageShape[2]];
  if (model !== own) {
    throw new UsageError(
      worded`${name} has ${own} channels, but the model takes ${model}; give scenes of other data, as in ${advice}`,
    );
  }
  const { digest } = await contentOf(name, onData && { onProgress: told('content', onData) });
  return { data: { ...data, name, truth: data.truth! }, digest };
}

function told(
  part: Parameters<NonNullable<DataListener['onData']>>[0]['part'],
  onData: NonNullable<DataListener['onData']>,
): (progress: Parameters<NonNullable<DataListener['onData']>>[0]['progress']) => void {
  return (progress) => onData({ type: 'data', part, progress });
}

/**
 * Refuses scenes of another size where a model is to take whole images apart.
 *
 * @param asked the data
 * @throws UsageError that says how objects of scenes are measured instead; RnpError for settings that scenes do not have
 */
export async function requireWholeImages({ model }: OpenedModel, asked: string | undefined): Promise<void> {
  if (asked === undefined || !isScenes(asked)) return;
  const [shape, own] = [await saidShape(asked), model.network.imageShape];
  if (shape.join() === own.join()) return;
  throw new UsageError(
    worded`images of ${asked} are ${shape.join('×')}, and the model takes ${own.join('×')}; if it is a model of their objects, measure how it finds them with ${option('objects', true)}`,
  );
}
