import { option, shown, worded } from '@rnp/errors';
import type { RnpOptions } from '@rnp/vae';
import { wrongSetting } from '../errors.js';
import { arcPrimitive, linePrimitive } from '../recipes/primitives.js';
import { augmentationOf } from './augmentation.js';
import { type NetworkKind, networkKinds } from './networkKind.js';
import type { Settings } from './settingTypes.js';
import { number, numberOrList, numberOrNone, numbers, size, text, texts } from './valueReaders.js';

/** One setting. */
export interface Setting {
  readonly name: string;
  readonly group: 'model' | 'training';
  readonly meaning: string;
  /** What may stand after '='. */
  readonly values: string;
  /** The change that `name=value` makes to the settings so far. */
  readonly change: (value: string, settings: Settings) => Partial<Settings>;
}

/** Every setting of the model and of training, in the order they are listed. */
export const settingTable: readonly Setting[] = Object.freeze([
  {
    name: 'network',
    group: 'model',
    meaning: 'network to train: the program, or a convolutional VAE with about as many decoder parameters',
    values: networkKinds.join(', '),
    change: (value) => ({ network: networkOf(value) }),
  },
  {
    name: 'levels',
    group: 'model',
    meaning:
      'levels of parts below the image; the paper’s “three-level” models have 2. New levels get the children, scaleOffset and overlap of the last one',
    values: 'whole number, 1 to 16',
    change: (value, settings) => withLevels(settings, number(value, 'levels')),
  },
  {
    name: 'childrenPerLevel',
    group: 'model',
    meaning: 'children (parts) of a program at each level, top first',
    values: 'list of whole numbers, 1 to 256',
    change: (value, settings) => withChildren(settings, numbers(value, 'childrenPerLevel')),
  },
  {
    name: 'patch',
    group: 'model',
    meaning: 'size of a leaf’s patch in pixels; also sets leaf=dense',
    values: 'side or heightxwidth, each from 2',
    change: (value) => ({ model: { leaf: { kind: 'dense', patch: size(value, 'patch') } } }),
  },
  {
    name: 'leaf',
    group: 'model',
    meaning: 'leaf decoder; your own images as primitives are set in a file of settings',
    values: 'dense, convTranspose, line, line+arc',
    change: (value, settings) => ({ model: { leaf: leafOf(value, settings.model.leaf) } }),
  },
  ofModel('latent', 'size of a program vector', 'whole number from 1', number),
  ofModel(
    'scaleOffset',
    'added to the scale; a larger value draws smaller parts',
    'number, or one per level, top first',
    numberOrList,
  ),
  ofModel('hidden', 'width of the generated encoders and patch decoder', 'whole number from 1', number),
  ofModel(
    'cellInput',
    'width of the input of the cells, from the generated encoders',
    'whole number from 1',
    number,
  ),
  ofModel('hyperHidden', 'width of the hypernetworks', 'whole number from 1', number),
  ofModel('stateLayers', 'hidden layers of the state hypernetwork', 'whole number, 1 to 64', number),
  ofModel('policyLayers', 'hidden layers of the policy hypernetwork', 'whole number, 1 to 64', number),
  ofModel('cell', 'generated recurrent cell', 'elman, gru, lstm', text),
  ofModel('stateActivation', 'activation of the states', 'identity, elu', text),
  ofModel(
    'feedback',
    'what a child reads from the child before: its state or its patch',
    'state, image',
    text,
  ),
  ofModel('generator', 'weights generated from the program, or shared', 'hypernet, embedding', text),
  ofModel('rendering', 'resample at each level, or once per leaf', 'nested, composed', text),
  ofModel('canvas', 'inner parts’ canvas in nested rendering', 'side or heightxwidth, each from 2', size),
  ofModel('encoder', 'network from image to program', 'light, paper', text),
  ofModel(
    'noiseScale',
    'factor of the noise: the posterior’s deviation exp(½lv), or its variance exp(lv), as in the authors’ code',
    'deviation, variance',
    text,
  ),
  ofTraining(
    'steps',
    'optimiser steps of the whole run, one for each batch; childrenPerLevel sets the number of parts',
    'whole number from 1',
    number,
  ),
  {
    name: 'epochs',
    group: 'training',
    meaning: 'passes over the data, instead of steps',
    values: 'number above 0',
    change: (value) => ({ epochs: epochsOf(value) }),
  },
  {
    name: 'workers',
    group: 'training',
    meaning: 'engines that share each batch, on as many cores; another number rounds differently',
    values: 'whole number from 1, or all',
    change: (value) => ({ workers: value === 'all' ? null : number(value, 'workers') }),
  },
  ofTraining('batchSize', 'images per step', 'whole number from 1', number),
  {
    name: 'augment',
    group: 'training',
    meaning:
      'how far images are moved at random, differently at each step: pixels, ln of the size, degrees, pixels per pixel; for some hundred images',
    values: 'none, or such as shift:2,scale:0.1,rotate:5,shear:0.1',
    change: (value) => ({ augment: augmentationOf(value) }),
  },
  ofTraining('seed', 'seed of weights, data order and noise', 'whole number from 0', number),
  ofTraining('learningRate', 'peak rate of Adam', 'number from 0', number),
  ofTraining('warmup', 'steps over which the rate rises', 'whole number from 0', number),
  ofTraining('schedule', 'the rate after that', 'cosine, constant', text),
  ofTraining('clipNorm', 'largest global norm of the gradient', 'number above 0, or none', numberOrNone),
  ofTraining('clipValue', 'largest entry of the gradient', 'number above 0, or none', numberOrNone),
  ofTraining('reduction', 'loss averaged over the batch or summed', 'mean, sum', text),
  ofTraining('beta', 'weight β of the KL divergence', 'number from 0', number),
  ofTraining('weightNorm', 'weight of the hypernetworks’ norms', 'number from 0', number),
  ofTraining('patchWeight', 'weight of the patch term, Eq. (2)', 'number from 0', number),
  ofTraining(
    'overlap',
    'weight of the overlap penalty at each level',
    'none, a number, or one per level, top first',
    numbers,
  ),
  ofTraining('overlapDelay', 'steps before the overlap penalty starts', 'whole number from 0', number),
  ofTraining('overlapWarmup', 'steps after that over which its weights rise', 'whole number from 0', number),
  ofTraining('overlapDecay', 'steps after that over which its weights fall', 'whole number from 0', number),
  ofTraining('overlapFinal', 'share of its weights that remains after that', 'number, 0 to 1', number),
  ofTraining(
    'frozen',
    'prefixes of the names of parameters that are not trained',
    'none, or such as decoder/ or encoder/,decoder/state/',
    texts,
  ),
]);

/** In the order of the table. */
export const settingNames: readonly string[] = Object.freeze(settingTable.map(({ name }) => name));

function ofModel(
  name: keyof RnpOptions,
  meaning: string,
  values: string,
  read: (value: string, name: string) => unknown,
): Setting {
  return {
    name,
    group: 'model',
    meaning,
    values,
    change: (value) => ({ model: { [name]: read(value, name) } }),
  };
}

function ofTraining(
  name: keyof Settings['training'],
  meaning: string,
  values: string,
  read: (value: string, name: string) => unknown,
): Setting {
  const change: Setting['change'] = (value) => ({ training: { [name]: read(value, name) } });
  return { name, group: 'training', meaning, values, change };
}

function withLevels(settings: Settings, levels: number): Partial<Settings> {
  if (!Number.isSafeInteger(levels) || levels < 1 || levels > 16) {
    throw wrongSetting('levels', `must be a whole number from 1 to 16, not ${levels}`);
  }
  return withChildren(settings, stretched(settings.model.childrenPerLevel ?? [4, 4], levels));
}

/** A change of depth takes the lists along that have an entry per level. */
function withChildren({ model, training }: Settings, childrenPerLevel: readonly number[]): Partial<Settings> {
  const { scaleOffset } = model;
  const { overlap = [] } = training;
  return {
    model: {
      childrenPerLevel,
      ...(Array.isArray(scaleOffset) ? { scaleOffset: stretched(scaleOffset, childrenPerLevel.length) } : {}),
    },
    ...(overlap.length > 0 ? { training: { overlap: stretched(overlap, childrenPerLevel.length) } } : {}),
  };
}

function stretched(values: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, level) => values[level] ?? values.at(-1)!);
}

function networkOf(value: string): NetworkKind {
  const kind = networkKinds.find((one) => one === value);
  if (kind === undefined) {
    throw wrongSetting('network', `must be one of ${networkKinds.join(', ')}, not ${shown(value)}`);
  }
  return kind;
}

/** @param leaf so far: a dense one keeps its patch */
function leafOf(kind: string, leaf: RnpOptions['leaf']): RnpOptions['leaf'] {
  if (kind === 'dense') return leaf?.kind === kind ? leaf : { kind, patch: [8, 8] };
  if (kind === 'convTranspose') return { kind };
  if (kind === 'line') return { kind: 'primitives', images: [linePrimitive()] };
  if (kind === 'line+arc') return { kind: 'primitives', images: [linePrimitive(), arcPrimitive()] };
  const own = '{ "model": { "leaf": { "kind": "primitives", "images": … } } }';
  throw wrongSetting(
    'leaf',
    worded`must be one of dense, convTranspose, line, line+arc, not ${shown(kind)}; primitives of your own go into a file of settings, ${option('config')}: ${own}`,
  );
}

function epochsOf(value: string): number {
  const epochs = number(value, 'epochs');
  if (epochs <= 0) throw wrongSetting('epochs', `must be a number above 0, not ${shown(value)}`);
  return epochs;
}
