import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { RnpError } from '@rnp/errors';
import { isModelName, type ModelName, modelNames } from '@rnp/models';
import { isWord } from '../checks.js';
import { didYouMean } from '../words/didYouMean.js';

/** What a `model` option names: a trained model of @rnp/models, or a path. A folder that is called like one is `./mnist`. */
export interface NamedModel {
  /** A run's folder, a model's, or a model in one file. */
  readonly path: string;
  readonly trained: ModelName | null;
}

/** @throws RnpError RNP_FILE when it is neither the name of a trained model nor there */
export async function findModel(nameOrPath: string): Promise<NamedModel> {
  isWord('nameOrPath', nameOrPath);
  if (isModelName(nameOrPath)) return { path: folderOf(nameOrPath), trained: nameOrPath };
  const there = await stat(nameOrPath).then(
    () => true,
    (error: { readonly code?: string }) => error.code !== 'ENOENT',
  );
  if (there) return { path: nameOrPath, trained: null };
  const names = modelNames.join(', ');
  const meant = didYouMean(nameOrPath, modelNames);
  const advice =
    meant === ''
      ? `. Check the spelling, train a model first, or take a trained one: ${names}`
      : `${meant} Trained models are ${names}`;
  throw new RnpError('RNP_FILE', `there is no such folder or file${advice}`, { path: nameOrPath });
}

function folderOf(name: ModelName): string {
  return fileURLToPath(new URL(`trained/${name}`, import.meta.resolve('@rnp/models/package.json')));
}
