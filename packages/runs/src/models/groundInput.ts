// h, w, c of the model's images
import { option, worded } from '@rnp/errors';
import { preprocess, unitFloats } from '@rnp/images';
import { readImage } from '@rnp/images/node';
import { isRnp } from '@rnp/vae';
import { UsageError } from '../errors.js';
import type { ImageInput } from './imageInput.js';
import type { OpenedModel } from './openModel.js';
import { askedPreprocessing, type PreprocessingFlags } from './preprocessingFlags.js';

/** @throws UsageError for a ground without a model: parts of those in the box are summed */
export function requireModelOfGround(ground: string, model: string | undefined): void {
  if (model !== undefined) return;
  throw new UsageError(
    worded`${option('ground', ground)} is for parts that hide what is behind them; name a ${option('model')} that was trained with ${option('set', ['compositing=over'])}`,
    { code: 'RNP_CONFIG' },
  );
}

/**
 * A known picture of what is behind the parts of an image, prepared as the image was: fitted to the model's size, and inverted where the image
 * was.
 *
 * @param path of a PNG or JPEG as large as the picture that the image was made of; for an image of a data set, as the model's images
 * @returns [h·w·c] in [0, 1]
 * @throws UsageError for a model whose parts are summed, for an image whose ink was cut out, and for a picture of another size; RnpError for what
 *   is no picture, naming its path
 */
export async function groundInput(
  opened: OpenedModel,
  { picture }: Pick<ImageInput, 'picture'>,
  path: string,
  flags: PreprocessingFlags,
): Promise<Float32Array> {
  const { model, name } = opened;
  const ground = option('ground', path);
  if (!isRnp(model) || model.config.compositing !== 'over')
    throw new UsageError(
      worded`${ground} is for parts that hide what is behind them, and those of ${name} are summed; choose a ${option('model')} that was trained with ${option('set', ['compositing=over'])}`,
      { code: 'RNP_CONFIG' },
    );
  const { preprocessing } = askedPreprocessing(opened, flags);
  if (preprocessing.ink && picture !== null)
    throw new UsageError(
      worded`${ground} is behind all of a picture, of which ${name} takes the ink alone; take all of it with ${option('ink', 'no')}`,
      { code: 'RNP_CONFIG' },
    );
  const { background, size } = preprocessing;
  const read = await readImage(path, { background });
  const { width, height, inverted } = picture ?? { width: size[1], height: size[0], inverted: false };
  if (read.width !== width || read.height !== height)
    throw new UsageError(
      worded`${ground} is ${read.width}×${read.height}, and the image ${width}×${height}; a ground is the same view without the parts: give one of that size`,
      { code: 'RNP_CONFIG' },
    );
  return unitFloats(preprocess(read, { ...preprocessing, ink: false, invert: inverted }).data);
}
