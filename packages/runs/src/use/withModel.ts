import { isRnpError, option, RnpError, worded } from '@rnp/errors';
import type { ModelListeners } from '../models/modelImages.js';
import { type OpenedModel, openModel } from '../models/openModel.js';

/** wasm, where nothing else is said: fast enough, and there on every machine. */
export const defaultBackends: readonly string[] = Object.freeze(['wasm']);

/** Opens a model for some work, and disposes of it after that. @throws RnpError */
export async function withModel<Result>(
  name: string,
  backends: readonly string[] | undefined,
  { onNote }: ModelListeners,
  act: (opened: OpenedModel) => Promise<Result>,
): Promise<Result> {
  const opened = await openModel(name, backends ?? defaultBackends, onNote);
  try {
    return await act(opened);
  } catch (error) {
    // What the backend advises is for whoever holds its tensors.
    if (!isRnpError(error) || error.code !== 'RNP_BACKEND_MEMORY') throw error;
    throw new RnpError(
      'RNP_BACKEND_MEMORY',
      worded`the memory of the backend does not suffice for this model and so much at once; ask for less, or use another backend with ${option('backends')}`,
      { cause: error },
    );
  } finally {
    opened.model.dispose();
  }
}
