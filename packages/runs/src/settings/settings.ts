import { option, shown, worded } from '@rnp/errors';
import { defaultTrainingConfig, rnpConfig, trainingConfig, trainingSettings } from '@rnp/vae';
import { checkLearning } from '@rnp/vae/training';
import { check } from '../checks.js';
import { UsageError, wrongSetting } from '../errors.js';
import { readJsonFile } from '../files/readTextFile.js';
import { defaultRecipe, recipes } from '../recipes/recipes.js';
import { didYouMean } from '../words/didYouMean.js';
import { checkSettings, checkSources, isDataShape } from './checkSources.js';
import { assignmentsIn, nameOf, requireNoContradiction, requireOneSaying } from './contradictions.js';
import { documentFields, documentKeys, objectOf } from './documentFields.js';
import { levelPenalties } from './levelPenalties.js';
import { parseSetting } from './parseSetting.js';
import { namesIn, requireEffect } from './requireEffect.js';
import { isSavedModel, requireKnownKeys } from './requireKnownKeys.js';
import { requireValues } from './requireValues.js';
import type { CompleteSettings, SettingSources, Settings } from './settingTypes.js';

/**
 * Merges the sources of settings in this order: the base or the recipe, the config file, objects,
 * `name=value` texts, single settings. Later ones win.
 *
 * @param base start of the settings if neither a recipe nor `sources.base` is given, such as a resumed run's
 * @throws UsageError for an unknown recipe or setting, two values of one setting, a setting without effect
 *   beside the others, or a file that is not JSON of settings; RnpError RNP_CONFIG for an unknown source
 */
export async function resolveSettings(sources: SettingSources, base?: Settings): Promise<Settings> {
  checkSources('sources', sources);
  if (base !== undefined) check.object('base', base);
  const start = sources.recipe === undefined ? (sources.base ?? base) : undefined;
  let settings = start ?? fromRecipe(sources.recipe ?? defaultRecipe);
  if (sources.config !== undefined) {
    const { said, names } = await fromFile(sources.config);
    settings = merge(settings, said);
    requireEffect(names, settings);
  }
  if (sources.settings !== undefined) {
    settings = merge(settings, sources.settings);
    requireEffect(namesIn(sources.settings), settings);
  }
  const { set = [], steps } = sources;
  requireOneSaying(sources);
  for (const assignment of set) settings = merge(settings, parseSetting(assignment, settings));
  requireEffect(set.map(nameOf), settings);
  return merge(settings, {
    ...(sources.data === undefined ? {} : { data: sources.data }),
    ...(sources.workers === undefined ? {} : { workers: sources.workers }),
    training: {
      ...(steps === undefined ? {} : { steps }),
      ...(sources.seed === undefined ? {} : { seed: sources.seed }),
    },
  });
}

/**
 * Completes settings with the shape and the number of images of the data: epochs become steps, one overlap
 * weight becomes one per level, defaults are filled in.
 *
 * @throws RnpError or UsageError RNP_CONFIG, naming the setting
 */
export function completeSettings(
  settings: Settings,
  data: { readonly imageShape: readonly [number, number, number]; readonly length: number },
): CompleteSettings {
  checkSettings('settings', settings);
  isDataShape('data', data);
  if (data.length === 0) throw wrongSetting('data.length', 'the data has no images');
  const { batchSize = defaultTrainingConfig.batchSize } = settings.training;
  const perEpoch = Math.max(1, Math.floor(data.length / batchSize));
  const steps =
    settings.epochs === null ? {} : { steps: Math.max(1, Math.round(settings.epochs * perEpoch)) };
  const training = trainingConfig({ ...settings.training, ...steps });
  if (training.batchSize > data.length) {
    throw wrongSetting(
      'training.batchSize',
      worded`the data has ${data.length} images, fewer than a batch of ${training.batchSize}; take ${option('set', [`batchSize=${data.length}`])} or less`,
    );
  }
  const { network, workers, augment } = settings;
  const common = { network, workers, ...(augment && { augment }) };
  if (workers !== null && !(Number.isSafeInteger(workers) && workers >= 1 && workers <= training.batchSize)) {
    throw wrongSetting(
      'workers',
      `must be a whole number from 1 to the batch size, ${training.batchSize}, not ${shown(workers)}`,
    );
  }
  const model = rnpConfig({ ...settings.model, imageShape: data.imageShape });
  // The baseline has no parts that could overlap.
  if (network === 'conv-vae')
    return { ...common, model, training: { ...training, overlap: [], evenness: [] } };
  checkLearning({ parts: true, looks: model.looks !== 'top' }, training);
  const penalties = levelPenalties.map((name) => [
    name,
    perLevel(name, training[name], model.childrenPerLevel),
  ]);
  return { ...common, model, training: { ...training, ...Object.fromEntries(penalties) } };
}

/** One number is for all levels, as with scaleOffset. @throws UsageError RNP_CONFIG for weights of other levels */
function perLevel(
  name: (typeof levelPenalties)[number],
  weights: readonly number[],
  levels: readonly number[],
): readonly number[] {
  if (weights.length === 1) return levels.map(() => weights[0]!);
  if (weights.length === 0 || weights.length === levels.length) return weights;
  const example = levels.map(() => trainingSettings[name].example[0]!).join(',');
  throw wrongSetting(
    name,
    worded`has ${weights.length} weights for ${levels.length} levels; give one per level, top first, such as ${option('set', [`${name}=${example}`])}`,
  );
}

/**
 * The settings of a recipe.
 *
 * @throws UsageError RNP_CONFIG for an unknown name, with the known ones
 */
export function fromRecipe(name: string): Settings {
  check.text('name', name);
  const recipe = Object.hasOwn(recipes, name) ? recipes[name] : undefined;
  if (recipe === undefined) {
    const names = Object.keys(recipes);
    const meant = didYouMean(name, names);
    throw new UsageError(`there is no preset "${name}"${meant === '' ? '; choose one of these' : meant}`, {
      code: 'RNP_CONFIG',
      choices: meant === '' ? names : [],
    });
  }
  const { data, model, training, epochs = null, augment } = recipe;
  return { data, network: 'rnp', model, training, epochs, workers: null, ...(augment && { augment }) };
}

/** What a file says, and the names of what was said by someone: a saved model's file holds every setting, whether or not it has an effect. */
async function fromFile(path: string): Promise<{ said: Partial<Settings>; names: readonly string[] }> {
  const content = await readJsonFile(path, 'a JSON file of settings');
  const said = settingsOf(content, path);
  return { said, names: isSavedModel(content) ? [] : namesIn(said) };
}

/**
 * The settings in plain JSON, each field as `documentFields` says; a saved model's config.json has more beside them.
 *
 * @param path where they stand, named in errors
 * @throws UsageError
 */
export function settingsOf(content: unknown, path: string): Partial<Settings> {
  const document = objectOf(content, path);
  requireKnownKeys(document, path);
  const fields = documentKeys.flatMap((key) => {
    const value = document[key];
    return value === undefined ? [] : [[key, documentFields[key].read(value, path)] as const];
  });
  const read: Partial<Settings> = Object.fromEntries(fields);
  requireValues(document, path);
  requireNoContradiction(assignmentsIn(read), path);
  return read;
}

/** Lays settings over others; sums take away a ground. Steps and epochs say the same thing: the later one counts; `requireNoContradiction` refuses both together. */
export function merge(settings: Settings, more: Partial<Settings>): Settings {
  const training = { ...settings.training, ...more.training };
  const { steps: _, ...withoutSteps } = training;
  const byEpochs = more.training?.steps === undefined && (more.epochs ?? null) !== null;
  const { augment = settings.augment ?? {} } = more;
  // Where parts are summed, a ground of a weaker place is nothing that a config may have.
  const sums = more.model?.compositing === 'sum';
  const { ground: _ground, ...groundless } = settings.model;
  const byOldEpochs = more.training?.steps === undefined && settings.epochs !== null;
  return {
    data: more.data ?? settings.data,
    network: more.network ?? settings.network,
    model: { ...(sums ? groundless : settings.model), ...more.model },
    training: byEpochs || byOldEpochs ? withoutSteps : training,
    epochs: byEpochs ? more.epochs! : byOldEpochs ? settings.epochs : null,
    workers: more.workers === undefined ? settings.workers : more.workers,
    ...(Object.keys(augment).length > 0 && { augment }),
  };
}
