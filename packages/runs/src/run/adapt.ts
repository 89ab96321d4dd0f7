import { dataSource } from '@rnp/datasets/node';
import { option, worded } from '@rnp/errors';
import { sha256 } from '@rnp/files/node';
import {
  defaultTrainingConfig,
  modelFromFiles,
  type Rnp,
  type RnpConfig,
  type RnpOptions,
  readModelConfig,
  rnpConfig,
  type TrainingConfig,
  withNewEncoder,
  withNewEncoderAndPolicy,
} from '@rnp/vae';
import type { ModelFolder } from '@rnp/vae/node';
import { shapedSpec } from '../data/dataSpec.js';
import { requireShape, saidShape } from '../data/openData.js';
import { UsageError } from '../errors.js';
import { readStoredModel } from '../models/storedModel.js';
import { findModel } from '../models/trainedModels.js';
import type { Adapted } from '../record/runRecord.js';
import { differencesOf } from '../settings/compareSettings.js';
import type { NetworkKind } from '../settings/networkKind.js';
import type { Settings } from '../settings/settingTypes.js';

/** The model that a run begins with, to explain other images. */
export interface AdaptOptions {
  /**
   * A trained model's name, or the path of a run's folder, of a model's folder, or of a model in one file.
   */
  readonly model: string;
  /** The parts that are taken from it and frozen; the rest begins fresh. */
  readonly kept: Adapted['kept'];
}

/** A model to begin with, as files: no backend runs yet. */
export interface Donor {
  readonly folder: ModelFolder;
  /** What a run with it begins with, before anything is set. */
  readonly settings: Settings;
  readonly record: Adapted;
}

/**
 * Reads the model that is to adapt.
 *
 * @throws RnpError when there is none, UsageError when it has no hypernetworks
 */
export async function readDonor({ model, kept }: AdaptOptions): Promise<Donor> {
  const { path, trained } = await findModel(model);
  const folder = await readStoredModel(path);
  const document = readModelConfig(folder.files['config.json'], `${folder.dir}/config.json`);
  if (document.kind !== 'rnp') {
    throw new UsageError(`${model} holds a convolutional VAE, which has no hypernetworks; give an RNP`);
  }
  const data = trained ?? (typeof document.data === 'string' ? document.data : null);
  return {
    folder,
    settings: {
      // The command always names other images.
      data: data ?? '',
      network: 'rnp',
      model: document.model as RnpOptions,
      training: { ...trainingFor(kept, document), frozen: [keptPrefix(kept)] },
      epochs: null,
      workers: null,
    },
    record: {
      from: model,
      weights: sha256(folder.files['model.safetensors']),
      data,
      kept,
    },
  };
}

/** What a model says about its training, as far as it is a setting; whoever saved it may have called other things so. */
function knownTraining(stored: unknown): Partial<TrainingConfig> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter(([name]) => Object.hasOwn(defaultTrainingConfig, name)),
  );
}

/** How long and at what rate a network learns on that knows images already; one that begins anew takes longer. */
const lengthSettings = [
  'steps',
  'learningRate',
  'warmup',
] as const satisfies readonly (keyof TrainingConfig)[];

/**
 * The training of a model, as far as it holds for what is trained now. A model whose last stage trained its own encoder alone does not tell
 * how long a new encoder takes; one that was adapted does.
 */
function trainingFor(
  kept: Adapted['kept'],
  { training, adapted }: Readonly<Record<string, unknown>>,
): Partial<TrainingConfig> {
  const known = knownTraining(training);
  const wentOn = adapted === undefined && (known.frozen ?? []).length > 0;
  if (kept === 'encoder and hypernetworks' || !wentOn) return known;
  const names: readonly string[] = lengthSettings;
  return Object.fromEntries(Object.entries(known).filter(([name]) => !names.includes(name)));
}

/** Beginning of the names of what is kept of a decoder. */
function keptPrefix(kept: Adapted['kept']): string {
  return kept === 'state hypernetwork' ? 'decoder/state/' : 'decoder/';
}

/**
 * The settings asked for, with what is kept of the model frozen. More than that may be frozen. Less may not where something fresh
 * stands beside it: its first gradients would wear away what the model learned, unnoticed. Where all of it is kept, encoder and
 * hypernetworks, nothing is fresh, and whoever says so may train any of it on.
 *
 * @throws UsageError when `frozen` would let something change that is kept
 */
export function keepingFrozen({ record: { from, kept } }: Donor, asked: Settings): Settings {
  const prefix = keptPrefix(kept);
  const { frozen = [prefix] } = asked.training;
  if (kept === 'encoder and hypernetworks' || frozen.some((one) => prefix.startsWith(one))) {
    return { ...asked, training: { ...asked.training, frozen } };
  }
  const words = frozen.join(',') || 'none';
  const what = kept === 'state hypernetwork' ? 'its state hypernetwork' : 'its hypernetworks';
  const whole = [option('adapt.kept'), ' ', option('set', [`frozen=${words}`])];
  throw new UsageError(
    worded`${from} keeps ${what}, but frozen=${words} would train ${prefix} beside what is fresh; leave frozen away, or train the model itself on, its own encoder, too, with ${whole}`,
    { code: 'RNP_CONFIG' },
  );
}

/**
 * Sees that an encoder that stays can be taught as is asked for: what it looks at cannot change.
 *
 * @throws UsageError with both ways out
 */
export function requireFittingLearning({ settings, record: { from, kept } }: Donor, asked: Settings): void {
  const { looks } = rnpConfig(settings.model);
  const { learning = defaultTrainingConfig.learning } = asked.training;
  if (kept !== 'encoder and hypernetworks' || looks === 'top' || learning === 'backprop') return;
  throw new UsageError(
    worded`learning=${learning} teaches an encoder that looks at images alone, and that of ${from} looks at parts, too; leave learning away, or leave ${option('adapt.kept')} away and begin with a new encoder by ${option('set', ['looks=top'])}`,
    { code: 'RNP_CONFIG' },
  );
}

/**
 * Sees that images are such as the hypernetworks draw, before any is read: in colour or grey as theirs, and where the encoder stays, of the
 * size that it takes.
 *
 * @param data name of a data set, or a folder
 * @throws UsageError with what to change
 */
export async function requireFittingImages({ settings, record }: Donor, data: string): Promise<void> {
  const own = rnpConfig(settings.model).imageShape;
  const [height, width, channels] = await saidShape(data);
  if (channels !== own[2]) {
    const [drawn, given] = own[2] === 3 ? ['in colour', 'grey'] : ['in grey', 'in colour'];
    const isFolder = (await dataSource(data)).type === 'folder';
    const mend = isFolder
      ? worded`write ${option('data', shapedSpec(data, [height, width, own[2]]))}`
      : worded`choose other ${option('data')}`;
    throw new UsageError(
      worded`${record.from} draws ${drawn}, and the images of ${data} are ${given}; ${mend}, or another ${option('model')}`,
    );
  }
  if (record.kept !== 'encoder and hypernetworks') return;
  const anySize = worded`, or leave ${option('adapt.kept')} away: a new encoder takes images of any size`;
  requireShape({ name: data, split: 'train', imageShape: [height, width, channels] }, own, anySize);
}

/**
 * Sees that the settings are those of the hypernetworks that are kept; a new encoder may be of another kind, and look at more or less. The
 * images are looked at by `requireFittingImages`.
 *
 * @throws UsageError naming each setting that is not, with both values
 */
export function requireFittingModel(
  { settings, record }: Donor,
  asked: RnpConfig,
  network: NetworkKind,
): void {
  if (network !== 'rnp') throw new UsageError(`${record.from} is adapted as an RNP; leave network away`);
  const stored = rnpConfig(settings.model);
  const encoderStays = record.kept === 'encoder and hypernetworks';
  if (!encoderStays && asked.encoder === 'custom') {
    throw new UsageError(
      worded`${record.from} has an encoder of its own; name the new one, such as ${option('set', ['encoder=light'])}`,
    );
  }
  const { encoder, looks, imageShape } = asked;
  const free = encoderStays ? { imageShape } : { encoder, looks, imageShape };
  const differences = differencesOf({ ...stored, ...free }, { ...asked }, 'model');
  if (differences.length === 0) return;
  const advice = encoderStays
    ? worded`leave ${option('adapt.kept')} or these settings away`
    : 'leave these settings away';
  throw new UsageError(
    worded`${record.from} keeps its hypernetworks, but ${differences.join(', ')}; ${advice}`,
  );
}

/**
 * The model that a run begins with; the caller owns it.
 *
 * @param model its config, `requireFittingModel`
 * @throws RnpError when weights are damaged, or draw another number of channels
 */
export function adaptedModel({ folder, record }: Donor, model: RnpConfig, seed: number): Rnp {
  const loaded = modelFromFiles(folder.files, { path: folder.dir }).model as Rnp;
  if (record.kept === 'encoder and hypernetworks') return loaded;
  const make = record.kept === 'hypernetworks' ? withNewEncoder : withNewEncoderAndPolicy;
  const { encoder, looks, imageShape } = model;
  try {
    return make(loaded, { seed, looks, imageShape, ...(encoder === 'custom' ? {} : { encoder }) });
  } finally {
    loaded.dispose();
  }
}
