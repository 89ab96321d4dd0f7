import { basename, dirname, resolve } from 'node:path';
import { option, worded } from '@rnp/errors';
import { modelFileOf, type Precision, safetensorsIn, weightPrecisions } from '@rnp/vae';
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

/**
 * How `exportModel` writes. `out` is the name of a file that ends in `.safetensors`. Default: the name of the
 * trained model, the run or the model, in the working folder.
 */
export interface ExportModelOptions extends Partial<UseOutputs> {
  /** Of the weights: 'float16' halves the file, 'int8' quarters it. Default: as they are kept. What has been rounded does not come back. */
  readonly precision?: Precision;
  /** Stops before the file is written; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** The ending of a file that holds a whole model. */
export const modelFileEnding = '.safetensors';

const looks: Readonly<Record<keyof ExportModelOptions, Look>> = Object.freeze({
  ...outputLooks,
  precision: (path, value) => check.choice(path, value, weightPrecisions),
  signal: check.signal,
});

/**
 * Writes a model as one file: its safetensors file, with its config.json as metadata.
 *
 * @param model a trained model's name, or the path of a run's folder, of a model's folder, or of a model in
 *   one file
 * @returns a job; its result is the path of the file
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError for a name with another ending, or if a file with other content exists and
 *   must not be replaced; UsageError or RnpError if there is no such model or it is damaged; the signal's
 *   reason when it is aborted
 */
export function exportModel(model: string, options: ExportModelOptions = {}): Job<UseEvent, string> {
  isWord('model', model);
  checkOptions('options', options, looks);
  const { out, overwrite = false, precision } = options;
  return new Job(async ({ signal }) => {
    if (out !== undefined) requirePlace(out);
    if (out !== undefined && !out.endsWith(modelFileEnding)) {
      throw new UsageError(worded`${option('out', out)}: give a name that ends in ${modelFileEnding}`);
    }
    const { path, trained } = await findModel(model);
    const { dir, files } = await readStoredModel(path);
    signal.throwIfAborted();
    const file = out ?? `${trained ?? nameOf(dir)}${modelFileEnding}`;
    const weights = files['model.safetensors'];
    const exported =
      precision === undefined
        ? files
        : { ...files, 'model.safetensors': safetensorsIn(weights, precision, `${dir}/model.safetensors`) };
    const outputs = { [`model${modelFileEnding}`]: modelFileOf(exported) };
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
