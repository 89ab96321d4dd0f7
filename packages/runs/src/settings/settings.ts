import { option, shown, worded } from '@rnp/errors';
import { defaultTrainingConfig, type RnpOptions, rnpConfig, trainingConfig } from '@rnp/vae';
import { check } from '../checks.js';
import { UsageError, wrongSetting } from '../errors.js';
import { readJsonFile } from '../files/readTextFile.js';
import { defaultRecipe, recipes } from '../recipes/recipes.js';
import { didYouMean } from '../words/didYouMean.js';
import { augmentationIn } from './augmentation.js';
import { checkSettings, checkSources, isDataShape } from './checkSources.js';
import { assignmentsIn, nameOf, requireNoContradiction } from './contradictions.js';
import { type NetworkKind, networkKinds } from './networkKind.js';
import { parseSetting } from './parseSetting.js';
import { namesIn, requireEffect } from './requireEffect.js';
import { documentKeys, isSavedModel, requireKnownKeys } from './requireKnownKeys.js';
import type { CompleteSettings, SettingSources, Settings } from './settingTypes.js';

/**
 * Merges recipe, config file, objects, `name=value` and what has a name of its own; later ones win.
 *
 * @param base what to start from when no preset is named: a resumed run's settings
 * @throws UsageError for an unknown preset or setting, one that has no effect beside the others, or a file that is no such JSON
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
  requireNoContradiction(
    steps === undefined ? set : [...set.filter((one) => nameOf(one) !== 'steps'), `steps=${steps}`],
  );
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
 * Settings with the data's shape and length filled in.
 *
 * @throws RnpError RNP_CONFIG, UsageError, each naming the setting
 */
export function completeSettings(
  settings: Settings,
  data: { readonly imageShape: readonly [number, number, number]; readonly length: number },
): CompleteSettings {
  checkSettings('settings', settings);
  isDataShape('data', data);
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
  if (network === 'conv-vae') return { ...common, model, training: { ...training, overlap: [] } };
  // One number is for all levels, as with scaleOffset.
  if (training.overlap.length === 1) {
    const overlap = model.childrenPerLevel.map(() => training.overlap[0]!);
    return { ...common, model, training: { ...training, overlap } };
  }
  if (training.overlap.length > 0 && training.overlap.length !== model.childrenPerLevel.length) {
    const example = model.childrenPerLevel.map(() => '0.05').join(',');
    throw wrongSetting(
      'overlap',
      worded`has ${training.overlap.length} weights for ${model.childrenPerLevel.length} levels; give one per level, top first, such as ${option('set', [`overlap=${example}`])}`,
    );
  }
  return { ...common, model, training };
}

/** @throws UsageError with the names there are */
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
 * The settings in plain JSON, { data?, network?, model?, training?, epochs?, workers?, augment? }; a saved model's config.json has more
 * beside them.
 *
 * @param path where they stand, named in errors
 * @throws UsageError
 */
export function settingsOf(content: unknown, path: string): Partial<Settings> {
  const document = objectOf(content, path);
  requireKnownKeys(document, path);
  const { data, network, model, training, epochs, workers, augment } = document;
  if (data !== undefined && typeof data !== 'string')
    throw wrongSetting(`${path}: data`, `must be a string, not ${shown(data)}`);
  if (network !== undefined && !networkKinds.includes(network as NetworkKind)) {
    throw wrongSetting(
      `${path}: network`,
      `must be one of ${networkKinds.join(', ')}, not ${shown(network)}`,
    );
  }
  if (epochs !== undefined && epochs !== null && !(typeof epochs === 'number' && epochs > 0)) {
    throw wrongSetting(`${path}: epochs`, `must be a number above 0, not ${shown(epochs)}`);
  }
  if (workers !== undefined && workers !== null && typeof workers !== 'number') {
    throw wrongSetting(`${path}: workers`, `must be a whole number, not ${shown(workers)}`);
  }
  const read: Partial<Settings> = {
    ...(data === undefined ? {} : { data }),
    ...(network === undefined ? {} : { network: network as NetworkKind }),
    ...(workers === undefined ? {} : { workers }),
    model: withoutShape(objectOf(model, `${path}: model`)),
    training: objectOf(training, `${path}: training`),
    ...(typeof epochs === 'number' ? { epochs } : {}),
    ...(augment === undefined ? {} : { augment: augmentationIn(augment, path) }),
  };
  requireNoContradiction(assignmentsIn(read), path);
  return read;
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const fields = `{ ${documentKeys.map((key) => `"${key}"?`).join(', ')} }`;
    throw wrongSetting(name, `must be an object of settings, ${fields}, not ${shown(value)}`);
  }
  return value as Record<string, unknown>;
}

/** The data decides the shape of the images. */
function withoutShape(model: Record<string, unknown>): RnpOptions {
  const { imageShape: _, ...rest } = model;
  return rest as RnpOptions;
}

/** Lays settings over others. Steps and epochs say the same thing: the later one counts; `requireNoContradiction` refuses both together. */
export function merge(settings: Settings, more: Partial<Settings>): Settings {
  const training = { ...settings.training, ...more.training };
  const { steps: _, ...withoutSteps } = training;
  const byEpochs = more.training?.steps === undefined && (more.epochs ?? null) !== null;
  const { augment = settings.augment ?? {} } = more;
  const byOldEpochs = more.training?.steps === undefined && settings.epochs !== null;
  return {
    data: more.data ?? settings.data,
    network: more.network ?? settings.network,
    model: { ...settings.model, ...more.model },
    training: byEpochs || byOldEpochs ? withoutSteps : training,
    epochs: byEpochs ? more.epochs! : byOldEpochs ? settings.epochs : null,
    workers: more.workers === undefined ? settings.workers : more.workers,
    ...(Object.keys(augment).length > 0 && { augment }),
  };
}
