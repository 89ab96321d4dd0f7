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
  } finally {
    opened.model.dispose();
  }
}
