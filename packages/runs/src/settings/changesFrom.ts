import { defaultTrainingConfig } from '@rnp/vae';
import { effective } from './requireEffect.js';
import { completeSettings, fromRecipe } from './settings.js';
import { settingNames } from './settingTable.js';
import type { CompleteSettings } from './settingTypes.js';
import { settingValues } from './settingValues.js';

/** Said by others: the levels by the children, the length by the steps. Engines change no figures. */
const saidElsewhere: readonly string[] = Object.freeze(['levels', 'epochs', 'workers']);

/**
 * What `set` must say beside a recipe, so that a run has these settings: each that differs and has an effect.
 *
 * @param data that the run learned from
 */
export function changesFrom(
  recipe: string,
  settings: CompleteSettings,
  data: { readonly imageShape: readonly [number, number, number]; readonly length: number },
): Readonly<Record<string, string>> {
  const values = settingValues(effective(settings));
  const plain = fromRecipe(recipe);
  // Of few images the recipe itself would be refused, whose batches are larger.
  const { batchSize = defaultTrainingConfig.batchSize } = plain.training;
  const enough = { ...data, length: Math.max(data.length, batchSize) };
  const before = settingValues(effective(completeSettings(plain, enough)));
  const names = settingNames.filter(
    (name) => !saidElsewhere.includes(name) && values[name] !== undefined && values[name] !== before[name],
  );
  return Object.fromEntries(
    names.flatMap((name) =>
      name === 'canvas' && settings.model.canvas === undefined ? [] : [[name, values[name]!]],
    ),
  );
}
