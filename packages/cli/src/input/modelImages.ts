import type { Dataset } from '@rnp/datasets';
import { type ImageInput, type ImageInputOptions, readImage } from './imageInput.js';
import { openData, requireShape, type Split } from './openData.js';
import { dataNameOf, type OpenedModel } from './openModel.js';

/** What commands that take images ask for beside them. */
export interface ImageFlags {
  readonly data?: string;
  readonly split: Split;
  readonly invert: string;
  readonly background: 'white' | 'black';
}

/**
 * PNGs and JPEGs of any size, or indices of a data set, as a model takes them. The data set, if there is an index, is opened
 * once.
 *
 * @throws UsageError, VizError, DatasetError; all name the source
 */
export async function readModelImages(
  opened: OpenedModel,
  sources: readonly string[],
  { data: asked, split, invert, background }: ImageFlags,
): Promise<ImageInput[]> {
  const shape = opened.model.network.imageShape;
  let data: Promise<Dataset> | undefined;
  const open = async (): Promise<Dataset> => {
    const opening = await openData(dataNameOf(opened, asked), split);
    requireShape(opening, shape);
    return opening;
  };
  const options: ImageInputOptions = {
    shape,
    data: () => {
      data ??= open();
      return data;
    },
    invert: invert === 'auto' ? invert : invert === 'yes',
    background,
  };
  const images: ImageInput[] = [];
  for (const source of sources) images.push(await readImage(source, options));
  return images;
}
