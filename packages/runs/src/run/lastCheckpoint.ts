import { isRnpError, option, RnpError, worded } from '@rnp/errors';
import { readSafetensorsHeader } from '@rnp/files';
import { type LoadedCheckpoint, loadCheckpoint, loadModelFolder } from '@rnp/vae/node';
import type { RunFolder } from '../record/runFolder.js';

/**
 * The newest checkpoint of a run that can be read.
 *
 * @throws RnpError RNP_FILE where there is none; it names the model that the run had saved, where that is whole
 */
export async function lastCheckpoint({ dir, model, best }: RunFolder): Promise<LoadedCheckpoint> {
  try {
    return await loadCheckpoint(dir);
  } catch (error) {
    if (!isRnpError(error) || error.code !== 'RNP_FILE') throw error;
    const whole = (await isWholeModel(model)) ? model : (await isWholeModel(best)) ? best : null;
    if (whole === null) throw error;
    const complaint = worded`${error.complaint}. The model that the run had saved is whole; use it with ${option('model', whole)}`;
    throw new RnpError('RNP_FILE', complaint, {
      ...(error.path !== undefined && { path: error.path }),
      cause: error,
    });
  }
}

/** Whether the files of a model are there and can be read. */
export async function isWholeModel(model: string): Promise<boolean> {
  try {
    const { files } = await loadModelFolder(model);
    readSafetensorsHeader(files['model.safetensors']);
    return true;
  } catch {
    return false;
  }
}
