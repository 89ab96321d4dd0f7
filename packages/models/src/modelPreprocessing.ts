import { RnpError } from '@rnp/errors';
import { derivePreprocessing, type Preprocessing, readPreprocessing } from '@rnp/images';
import type { LoadedModel } from '@rnp/vae';
import { check } from './checks.js';

/**
 * The preprocessing of pictures for a saved model: that of its `config.json`. For a model saved without it,
 * the one that the name of its data implies (`derivePreprocessing` of @rnp/images).
 *
 * @param path name of the config in errors
 * @returns null for a model saved without preprocessing whose images have other than 1 or 3 channels
 * @throws RnpError RNP_CONFIG if a field of the preprocessing is invalid, or if it makes images of another
 *   shape than the model's
 */
export function modelPreprocessing(
  loaded: Pick<LoadedModel, 'model' | 'document'>,
  path = 'config.json',
): Preprocessing | null {
  check.object('loaded', loaded);
  const { model, document } = loaded;
  check.object('loaded.model', model);
  check.object('loaded.model.network', model.network);
  check.object('loaded.document', document);
  const { imageShape } = model.network;
  if (document.preprocessing === undefined) {
    return [1, 3].includes(imageShape[2]) ? derivePreprocessing(document.data, imageShape) : null;
  }
  const preprocessing = read(document.preprocessing, path);
  const made = [...preprocessing.size, preprocessing.channels];
  if (String(made) === String(imageShape)) return preprocessing;
  throw new RnpError(
    'RNP_CONFIG',
    `"preprocessing" makes images [${made}], but the model takes [${imageShape}]`,
    { path },
  );
}

function read(value: unknown, path: string): Preprocessing {
  try {
    return readPreprocessing(value);
  } catch (cause) {
    if (cause instanceof RnpError) throw new RnpError('RNP_CONFIG', cause.message, { path, cause });
    throw cause;
  }
}
