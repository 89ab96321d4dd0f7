import { basename, dirname } from 'node:path';
import { type BackendName, useBackend } from '@rnp/backend';
import { sha256 } from '@rnp/files/node';
import type { Preprocessing } from '@rnp/images';
import { modelPreprocessing } from '@rnp/models';
import { isRnp, type LoadedModel, type ModelFiles, modelFromFiles, type Rnp } from '@rnp/vae';
import { modelFolderName } from '@rnp/vae/node';
import * as tf from '@tensorflow/tfjs-core';
import { areChoices, check } from '../checks.js';
import { UsageError } from '../errors.js';
import { isOpened } from './modelLooks.js';
import { readStoredModel, unusable } from './storedModel.js';
import { findModel } from './trainedModels.js';

/** A model read from its files, and the backend that it runs on. */
export interface OpenedModel {
  readonly model: LoadedModel['model'];
  /** The name or path that it was opened by. */
  readonly name: string;
  /** The model's own folder, or its one file. */
  readonly dir: string;
  /** The run's folder, if the model is in one. */
  readonly runDir: string | null;
  /** The data set it learned from, if it says so. */
  readonly data: string | null;
  /** How pictures are prepared for it; null if it takes no pictures. */
  readonly preprocessing: Preprocessing | null;
  readonly backend: BackendName;
  readonly files: ModelFiles;
  /** Digest of each of its files: equal digests mean the same model. */
  readonly sha256: Readonly<Record<keyof ModelFiles, string>>;
}

/**
 * Opens a model on the first backend of the list that starts. The caller owns the model.
 *
 * @param name a trained model's name, or the path of a run's folder, of a model's folder, or of a model in
 *   one file
 * @param onNote called with the reason for each backend that was refused
 * @throws UsageError or RnpError as `findModel` and `readStoredModel`; RnpError RNP_BACKEND_… if no backend
 *   starts
 */
export async function openModel(
  name: string,
  backends: readonly string[],
  onNote?: (line: string) => void,
): Promise<OpenedModel> {
  areChoices('backends', backends);
  if (onNote !== undefined) check.callable('onNote', onNote);
  const { path, trained } = await findModel(name);
  const { dir, files } = await readStoredModel(path);
  const backend = await startBackend(backends, onNote);
  const loaded = usable(() => modelFromFiles(files, { path: dir }));
  const { model, document } = loaded;
  return {
    model,
    preprocessing: preprocessingOf(loaded, dir),
    name,
    dir,
    runDir: basename(dir) === modelFolderName ? dirname(dir) : null,
    // A trained model is called like its data; what it says itself may be made from that, and not be there for who uses it.
    data: trained ?? (typeof document.data === 'string' ? document.data : null),
    backend,
    files,
    sha256: {
      'config.json': sha256(files['config.json']),
      'model.safetensors': sha256(files['model.safetensors']),
    },
  };
}

/** @throws RnpError what is wrong with the model's files, as `readStoredModel` */
function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unusable(error);
  }
}

/** The model is disposed of where its config.json says what is none. */
function preprocessingOf(loaded: LoadedModel, dir: string): Preprocessing | null {
  try {
    return usable(() => modelPreprocessing(loaded, `${dir}/config.json`));
  } catch (error) {
    loaded.model.dispose();
    throw error;
  }
}

/** Starts the first backend of the list that works. @param onNote told why others were not taken */
export async function startBackend(
  names: readonly string[],
  onNote?: (line: string) => void,
): Promise<BackendName> {
  // TensorFlow.js advertises its Node package otherwise.
  tf.env().set('PROD', true);
  const { name, refused } = await useBackend(names as readonly BackendName[]);
  for (const refusal of refused) onNote?.(`${refusal.name}: ${refusal.reason}`);
  return name;
}

/**
 * The model as a Recursive Neural Program.
 *
 * @throws UsageError for a model without parts, such as the convolutional baseline
 */
export function requireRnp(opened: OpenedModel): Rnp {
  isOpened('opened', opened);
  const { model, name } = opened;
  if (isRnp(model)) return model;
  throw new UsageError(`${name} holds a convolutional VAE, which has no parts to show; give an RNP`);
}
