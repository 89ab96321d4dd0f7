import { type ImageInput, isIndex } from '@rnp/runs/models';
import { fileName, slug } from '@rnp/runs/outputs';

/** What the outputs of an image are called: like its file, or in one word like the data set and the index in it. */
export function outputName(source: string, { name }: Pick<ImageInput, 'name'>): string {
  return isIndex(source) ? fileName(slug(name)) : fileName(name);
}
