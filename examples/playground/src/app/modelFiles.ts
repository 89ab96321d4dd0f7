import { isRnpError } from '@rnp/errors';
import { filesOfModelFile, type ModelFiles } from '@rnp/vae';

/** A file and where it lies in what was dropped: `runs/icons/model/config.json`; its name where it was given alone. */
export interface GivenFile {
  readonly path: string;
  readonly file: File;
}

export interface GivenModel {
  readonly name: string;
  readonly files: ModelFiles;
}

const isWeights = ({ path }: GivenFile): boolean => path.toLowerCase().endsWith('.safetensors');
const isConfig = ({ path }: GivenFile): boolean => /(^|\/)[^/]*config[^/]*\.json$/i.test(path);
const isPicture = ({ path }: GivenFile): boolean => /\.(png|jpe?g)$/i.test(path);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Whether files are, or are meant to be, a model: they have weights, or a config and no picture. */
export function holdModel(given: readonly GivenFile[]): boolean {
  return given.some(isWeights) || (given.some(isConfig) && !given.some(isPicture));
}

/** Whether files are a folder, or several pictures: something to learn from. */
export function holdPictures(given: readonly GivenFile[]): boolean {
  return given.some(({ path }) => path.includes('/')) || given.filter(isPicture).length > 1;
}

/**
 * The model among the files: weights and the config beside them, or the two in one file. Of a run's folder it is the model,
 * and no checkpoint.
 *
 * @throws Error, RnpError saying what is missing and what to do
 */
export async function modelAmong(given: readonly GivenFile[]): Promise<GivenModel> {
  const weights = given.filter(isWeights);
  const pairs = weights.flatMap((one) => {
    const config = given.find((other) => isConfig(other) && folderOf(other.path) === folderOf(one.path));
    return config === undefined ? [] : [{ weights: one, config }];
  });
  const pair = pairs.find(({ weights: { path } }) => path.endsWith('/model/model.safetensors')) ?? pairs[0];
  if (pair !== undefined) {
    const [config, bytes] = await Promise.all([bytesOf(pair.config), bytesOf(pair.weights)]);
    return { name: nameOf(pair.weights.path), files: { 'config.json': config, 'model.safetensors': bytes } };
  }
  const [alone] = weights;
  if (alone === undefined) {
    throw new Error(
      'There is no model in this. Give model.safetensors and config.json together, the folder of a run, or one file as rnp export-model writes it.',
    );
  }
  return { name: nameOf(alone.path), files: filesOfOne(alone.path, await bytesOf(alone)) };
}

/** Weights without a config are refused with what makes one file of both: the library cannot say it. */
function filesOfOne(path: string, bytes: Uint8Array): ModelFiles {
  try {
    return filesOfModelFile(bytes, path);
  } catch (error) {
    if (!isRnpError(error) || error.code !== 'RNP_CONFIG') throw error;
    throw new Error(`${error.message}, as rnp export-model writes it`, { cause: error });
  }
}

/** The run's name, where the model lies in a run's folder. */
function nameOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  const named = folders.at(-1) === 'model' ? (folders.at(-2) ?? 'model') : folders.at(-1);
  return named ?? path;
}

async function bytesOf({ file }: GivenFile): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
