import { join } from 'node:path';
import { useBackend } from '@rnp/backend';
import { createRnp, modelToFiles, type RnpOptions } from '@rnp/vae';
import { saveModelFolder } from '@rnp/vae/node';

const tiny = { latent: 3, hidden: 6, hyperHidden: 6, stateLayers: 1, policyLayers: 1 };

/** Writes a model of 2 × 2 parts that has learned nothing, as one of the embedded digits. @returns its folder */
export async function tinyModel(
  dir: string,
  name = 'model',
  seed = 1,
  more: RnpOptions = {},
): Promise<string> {
  await useBackend('wasm');
  const path = join(dir, name);
  const model = createRnp({ ...tiny, childrenPerLevel: [2, 2], ...more }, { seed });
  await saveModelFolder(path, { ...modelToFiles(model, { data: 'digits' }) });
  model.dispose();
  return path;
}
