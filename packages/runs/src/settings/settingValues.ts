import { defaultRecipe } from '../recipes/recipes.js';
import { augmentationText } from './augmentation.js';
import { completeSettings, fromRecipe } from './settings.js';
import type { CompleteSettings } from './settingTypes.js';
import { textOf } from './valueText.js';

/**
 * The value of each setting in a recipe, as `name=value` takes it, for 9,000 grey images of 28×28.
 *
 * @throws UsageError RNP_CONFIG for an unknown recipe
 */
export function defaultSettingValues(preset: string = defaultRecipe): Readonly<Record<string, string>> {
  const settings = fromRecipe(preset);
  const { epochs } = settings;
  const complete = completeSettings(settings, { imageShape: [28, 28, 1], length: 9000 });
  return {
    ...settingValues(complete),
    epochs: epochs === null ? '' : String(epochs),
    ...(epochs === null ? {} : { steps: '' }),
  };
}

/** The value of each setting, as `set` would take it. */
export function settingValues({
  network,
  model,
  training,
  workers,
  augment,
}: CompleteSettings): Readonly<Record<string, string>> {
  const { leaf, canvas } = model;
  return {
    ...Object.fromEntries(
      Object.entries({ ...model, ...training }).map(([name, value]) => [name, textOf(value)]),
    ),
    network,
    levels: String(model.childrenPerLevel.length),
    childrenPerLevel: model.childrenPerLevel.join(),
    leaf: leaf.kind === 'primitives' ? (leaf.images.length === 1 ? 'line' : 'line+arc') : leaf.kind,
    patch: leaf.kind === 'dense' ? leaf.patch.join('x') : '',
    canvas: canvas === undefined ? 'the image’s' : canvas.join('x'),
    epochs: '',
    workers: workers === null ? 'all' : String(workers),
    augment: augmentationText(augment),
  };
}
