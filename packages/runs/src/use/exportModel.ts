import { basename, dirname, resolve } from 'node:path';
import { option, worded } from '@rnp/errors';
import { modelFileOf } from '@rnp/vae';
import { modelFolderName } from '@rnp/vae/node';
import { check, checkOptions, isWord, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { Job } from '../job.js';
import { readStoredModel } from '../models/storedModel.js';
import { findModel } from '../models/trainedModels.js';
import { requirePlace } from '../outputs/requirePlace.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import type { UseEvent } from './useEvents.js';
import { outputLooks, type UseOutputs } from './useLooks.js';

/** `out` is a name that ends in `.safetensors`: that of the run or model, in the working folder, unless given. */
export interface ExportModelOptions extends Partial<UseOutputs> {
  readonly signal?: AbortSignal;
}

/** What a model in one file ends in. */
export const modelFileEnding = '.safetensors';

const looks: Readonly<Record<keyof ExportModelOptions, Look>> = Object.freeze({
  ...outputLooks,
  signal: check.signal,
});

/**
 * Writes a model as one file: its safetensors file, with its config.json as metadata.
 *
 * @param model a trained model's name, or the path of a run's folder, a model's, or a model in one file
 * @returns a job whose result is the file
 * @throws RnpError RNP_CONFIG at once for an option that there is not, or a value that is none
 * @throws from the job: UsageError, RnpError; the signal's reason
 */
export function exportModel(model: string, options: ExportModelOptions = {}): Job<UseEvent, string> {
  isWord('model', model);
  checkOptions('options', options, looks);
  const { out, overwrite = false } = options;
  return new Job(async ({ signal }) => {
    if (out !== undefined) requirePlace(out);
    if (out !== undefined && !out.endsWith(modelFileEnding)) {
      throw new UsageError(worded`${option('out', out)}: give a name that ends in ${modelFileEnding}`);
    }
    const { path, trained } = await findModel(model);
    const { dir, files } = await readStoredModel(path);
    signal.throwIfAborted();
    const file = out ?? `${trained ?? nameOf(dir)}${modelFileEnding}`;
    const outputs = { [`model${modelFileEnding}`]: modelFileOf(files) };
    const [written] = await writeOutputs({ file, ending: modelFileEnding }, outputs, { overwrite });
    return written!;
  }, options.signal);
}

/** The run's name, where the model lies in a run's folder. */
function nameOf(dir: string): string {
  const whole = resolve(dir);
  const named = basename(whole) === modelFolderName ? dirname(whole) : whole;
  return basename(named, modelFileEnding);
}
