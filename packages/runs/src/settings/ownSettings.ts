import { option, shownTyped, worded } from '@rnp/errors';
import { defaultDecoderConfig } from '@rnp/recursive-decoder';
import type { RnpOptions } from '@rnp/vae';
import { wrongSetting } from '../errors.js';
import { arcPrimitive, linePrimitive } from '../recipes/primitives.js';
import { augmentationOf, augmentationRanges } from './augmentation.js';
import { levelPenalties } from './levelPenalties.js';
import { networkKinds } from './networkKind.js';
import type { Setting } from './setting.js';
import type { Settings } from './settingTypes.js';
import { number, numberOrList, numbers, oneOf, size, wholeNumber } from './valueText.js';

const maxLevels = 16;

/** Settings of the model that are said otherwise than they stand in its config, or change more than one field of it. */
export const ownModelSettings: readonly Setting[] = [
  {
    name: 'network',
    group: 'model',
    meaning: 'network to train: the program, or a convolutional VAE with about as many decoder parameters',
    values: networkKinds.join(', '),
    example: 'conv-vae',
    change: (value) => ({ network: oneOf(networkKinds, value, 'network') }),
  },
  {
    name: 'levels',
    group: 'model',
    meaning:
      'levels of parts below the image; the paper’s “three-level” models have 2. New levels get the children, scaleOffset, overlap and evenness of the last one',
    values: `whole number, 1 to ${maxLevels}`,
    example: '3',
    alsoCalled: ['depth', 'nlevels', 'numlevels'],
    ofParts: true,
    change: (value, settings) => withLevels(settings, wholeNumber(value, 'levels')),
  },
  {
    name: 'childrenPerLevel',
    group: 'model',
    meaning: 'children (parts) of a program at each level, top first',
    values: 'list of whole numbers, 1 to 256',
    example: '5,4',
    alsoCalled: ['parts', 'children'],
    ofParts: true,
    change: (value, settings) => withChildren(settings, numbers(value, 'childrenPerLevel')),
  },
  {
    name: 'scaleOffset',
    group: 'model',
    meaning: 'added to the scale; a larger value draws smaller parts',
    values: 'number, −1000 to 1000, or one per level, top first',
    example: '1.2,2',
    ofParts: true,
    change: (value) => ({ model: { scaleOffset: numberOrList(value, 'scaleOffset') } }),
  },
  {
    name: 'patch',
    group: 'model',
    meaning: 'size of a leaf’s patch in pixels; also sets leaf=dense',
    values: 'side or heightxwidth, each 2 to 16384',
    example: '10x12',
    change: (value) => ({ model: { leaf: { kind: 'dense', patch: size(value, 'patch') } } }),
  },
  {
    name: 'leaf',
    group: 'model',
    meaning: 'leaf decoder; your own images as primitives are set in a file of settings',
    values: 'dense, convTranspose, line, line+arc',
    example: 'line+arc',
    change: (value, settings) => ({ model: { leaf: leafOf(value, settings.model.leaf) } }),
  },
];

/** How long a run is, in place of its steps, and on how many cores. */
export const ownTrainingSettings: readonly Setting[] = [
  {
    name: 'epochs',
    group: 'training',
    meaning: 'passes over the data, instead of steps',
    values: 'number above 0',
    example: '20',
    alsoCalled: ['epoch', 'nepochs', 'numepochs'],
    change: (value) => ({ epochs: epochsOf(value) }),
  },
  {
    name: 'workers',
    group: 'training',
    meaning: 'engines that share each batch, on as many cores; another number rounds differently',
    values: 'whole number from 1 to batchSize, or all',
    described: { type: 'wholeNumber', min: 1 },
    example: '2',
    alsoCalled: ['nworkers', 'numworkers'],
    change: (value) => ({ workers: value === 'all' ? null : wholeNumber(value, 'workers') }),
  },
];

/** What is done to the images. */
export const dataSettings: readonly Setting[] = [
  {
    name: 'augment',
    group: 'data',
    meaning:
      'how far images are moved at random, differently at each step: pixels, ln of the size, degrees, pixels per pixel; for some hundred images',
    values: `none, or such as shift:2,scale:0.1,rotate:5,shear:0.1, each from 0 (${augmentationRanges})`,
    example: 'shift:2,rotate:5',
    change: (value) => ({ augment: augmentationOf(value) }),
  },
];

function withLevels(settings: Settings, levels: number): Partial<Settings> {
  if (!Number.isSafeInteger(levels) || levels < 1 || levels > maxLevels) {
    throw wrongSetting('levels', `must be a whole number from 1 to ${maxLevels}, not ${levels}`);
  }
  const { childrenPerLevel = defaultDecoderConfig.childrenPerLevel } = settings.model;
  return withChildren(settings, stretched(childrenPerLevel, levels));
}

/** A change of depth takes the lists along that have an entry per level. */
function withChildren({ model, training }: Settings, childrenPerLevel: readonly number[]): Partial<Settings> {
  const { scaleOffset } = model;
  const penalties = levelPenalties.flatMap((name) => {
    const weights = training[name] ?? [];
    return weights.length === 0 ? [] : [[name, stretched(weights, childrenPerLevel.length)]];
  });
  return {
    model: {
      childrenPerLevel,
      ...(Array.isArray(scaleOffset) ? { scaleOffset: stretched(scaleOffset, childrenPerLevel.length) } : {}),
    },
    ...(penalties.length > 0 ? { training: Object.fromEntries(penalties) } : {}),
  };
}

function stretched(values: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, level) => values[level] ?? values.at(-1)!);
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
    worded`must be one of dense, convTranspose, line, line+arc, not ${shownTyped(kind)}; primitives of your own go into a file of settings, ${option('config')}: ${own}`,
  );
}

function epochsOf(value: string): number {
  const epochs = number(value, 'epochs');
  if (epochs <= 0) throw wrongSetting('epochs', `must be a number above 0, not ${shownTyped(value)}`);
  return epochs;
}
