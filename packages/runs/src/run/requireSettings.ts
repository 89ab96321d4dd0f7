import { datasetInfo } from '@rnp/datasets/node';
import { option, worded } from '@rnp/errors';
import { defaultTrainingConfig } from '@rnp/vae';
import { requireDataName } from '../data/dataName.js';
import { UsageError } from '../errors.js';
import { ownPicturesName, recipes } from '../recipes/recipes.js';
import { completeSettings } from '../settings/settings.js';
import type { Settings } from '../settings/settingTypes.js';

/** More images than any batch; how many there are is not known yet. */
const plenty = 1_000_000;

/**
 * Sees that settings can be those of a run, as far as their words tell: before a folder is looked at, a backend started or data
 * read.
 *
 * @throws UsageError, RnpError RNP_CONFIG, each naming the setting
 */
export async function requireSettings(settings: Settings): Promise<void> {
  requireOwnFolder(settings.data);
  await requireDataName(settings.data);
  const known = await datasetInfo(settings.data);
  const { leaf, ...rest } = settings.model;
  // Whether primitives have the images' channels is only known with the images.
  const shapeless = known === null && leaf?.kind === 'primitives';
  completeSettings(shapeless ? { ...settings, model: rest } : settings, {
    imageShape: known?.imageShape ?? [28, 28, 1],
    length: Math.max(plenty, settings.training.batchSize ?? defaultTrainingConfig.batchSize),
  });
}

/** @throws UsageError where the data is what the recipe for folders says of it: it names no folder */
export function requireOwnFolder(data: string): void {
  if (data !== recipes[ownPicturesName]!.data) return;
  throw new UsageError(
    worded`${ownPicturesName} learns from a folder of your own; name it with ${option('data', 'FOLDER')}`,
  );
}
