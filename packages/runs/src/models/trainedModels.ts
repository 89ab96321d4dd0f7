import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isModelName, type ModelName, modelNames } from '@rnp/models';
import { isWord } from '../checks.js';
import { UsageError } from '../errors.js';
import { meantBy, meantWords } from '../words/didYouMean.js';
import { meantBeside } from '../words/meantBeside.js';

/** What a `model` option names: a trained model of @rnp/models, or a path. A folder that is called like one is `./mnist`. */
export interface NamedModel {
  /** A run's folder, a model's, or a model in one file. */
  readonly path: string;
  readonly trained: ModelName | null;
}

/**
 * Finds a model by the name of a trained one, or by its path. A folder that has the name of a trained model
 * is given as `./mnist`.
 *
 * @throws UsageError RNP_FILE if it is neither
 */
export async function findModel(nameOrPath: string): Promise<NamedModel> {
  isWord('nameOrPath', nameOrPath);
  if (isModelName(nameOrPath)) return { path: folderOf(nameOrPath), trained: nameOrPath };
  const there = await stat(nameOrPath).then(
    () => true,
    (error: { readonly code?: string }) => !['ENOENT', 'ENOTDIR'].includes(error.code ?? ''),
  );
  if (there) return { path: nameOrPath, trained: null };
  const names = modelNames.join(', ');
  const meant = meantWords(meantBy(nameOrPath, [...modelNames, ...meantBeside(nameOrPath)]));
  const advice =
    meant === ''
      ? `. Check the spelling, train a model first, or take a trained one: ${names}`
      : `${meant} Trained models are ${names}`;
  throw new UsageError(`there is no such folder or file${advice}`, { code: 'RNP_FILE', path: nameOrPath });
}

function folderOf(name: ModelName): string {
  return fileURLToPath(new URL(`trained/${name}`, import.meta.resolve('@rnp/models/package.json')));
}
