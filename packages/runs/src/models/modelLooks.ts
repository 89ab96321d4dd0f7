import { RnpError, shown } from '@rnp/errors';
import { readPreprocessing } from '@rnp/images';
import { isRnp, type Model } from '@rnp/vae';
import { check, checkOptions, isWord, type Look, orNull, refused } from '../checks.js';

/** By what it has: a program may hold two copies of @rnp/vae. */
export const isModel: Look = (path, value) => {
  const { network, replaceWeights, isDisposed } = (value ?? {}) as Partial<Model>;
  if (typeof network !== 'object' || typeof replaceWeights !== 'function')
    throw refused(path, `must be a model, such as createRnp makes, not ${shown(value)}`);
  if (isDisposed === true)
    throw new RnpError('RNP_WEIGHTS', 'has been disposed of; create or load it again', { path });
};

/** A model whose drawings have parts. */
export const isParted: Look = (path, value) => {
  isModel(path, value);
  if (!isRnp(value)) throw refused(path, 'must be a recursive neural program, such as createRnp makes');
};

const areFiles: Look = (path, value) => {
  check.object(path, value);
  for (const name of ['config.json', 'model.safetensors'] as const)
    check.bytes(`${path}.${name}`, (value as Readonly<Record<string, unknown>>)[name]);
};

const openedLooks: Readonly<Record<string, Look>> = Object.freeze({
  model: isModel,
  name: isWord,
  dir: isWord,
  runDir: orNull(isWord),
  // A model may come from anybody, and say of its data what is none.
  data: orNull(check.text),
  preprocessing: orNull((path, value) => void readPreprocessing(value, path)),
  backend: isWord,
  files: areFiles,
  sha256: check.object,
});

/** What `openModel` answers. */
export const isOpened: Look = (path, value) =>
  checkOptions(path, value, openedLooks, Object.keys(openedLooks));

const listenerLooks: Readonly<Record<string, Look>> = Object.freeze({
  onData: check.callable,
  onNote: check.callable,
  onChoice: check.callable,
});

export const areListeners: Look = (path, value) => checkOptions(path, value, listenerLooks);
