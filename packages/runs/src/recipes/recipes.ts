import type { Augmentation } from '@rnp/datasets';
import type { RnpOptions, TrainingConfig } from '@rnp/vae';
import { arcPrimitive, linePrimitive } from './primitives.js';

/**
 * A named set of settings. Settings that it leaves out keep their defaults; settings of the caller win over
 * it.
 */
export interface Recipe {
  readonly description: string;
  readonly data: string;
  readonly model: RnpOptions;
  readonly training: Partial<TrainingConfig>;
  /** Passes over the data. They become steps once the data is known; `steps` of the caller wins. */
  readonly epochs?: number;
  /** How far images are moved at random (`Settings.augment`). */
  readonly augment?: Augmentation;
}

/** Seen to parse MNIST in minutes (the recipe of the quick start). */
const quickModel: RnpOptions = {
  latent: 16,
  childrenPerLevel: [4, 4],
  scaleOffset: 1.6,
  leaf: { kind: 'dense', patch: [8, 8] },
  rendering: 'composed',
  encoder: 'light',
};

/**
 * The quick recipe. With a rise of 100 steps some runs were thrown off by the first full-rate steps and never came
 * back, with 300 none was; batches of 64 keep them on course too, and cost little more than 32 on two cores. The
 * overlap penalty waits until all children draw: in the first steps it decides at random who falls silent.
 */
const quickTraining: Partial<TrainingConfig> = {
  steps: 1800,
  batchSize: 64,
  warmup: 300,
  overlap: [0.05, 0.07],
  overlapDelay: 300,
  overlapWarmup: 400,
};

/**
 * The soonest to an error of 15 with parts of their own that was found on MNIST (docs/performance.md, *Time to a given error*). A penalty that is
 * hard at first tells the parts from each other, and once they are, a seventh of it keeps them so.
 */
const mnistTraining: Partial<TrainingConfig> = {
  ...quickTraining,
  steps: 7000,
  batchSize: 32,
  learningRate: 1e-3,
  overlap: [0.08, 0.14],
  overlapDecay: 3500,
  overlapFinal: 0.15,
};

/** The authors' training: loss summed over the batch, Adam 1e-4, every gradient entry within ±0.1. */
const paperTraining: Partial<TrainingConfig> = {
  learningRate: 1e-4,
  warmup: 0,
  schedule: 'constant',
  clipNorm: null,
  clipValue: 0.1,
  reduction: 'sum',
  beta: 0.2,
  weightNorm: 1e-4,
};

/** The paper's network on 28×28 images: leaves decoded at the size of the image. */
function paperModel(latent: number, perLevel: number, scaleOffset: number): RnpOptions {
  return {
    latent,
    childrenPerLevel: [perLevel, perLevel],
    scaleOffset,
    leaf: { kind: 'dense', patch: [28, 28] },
    rendering: 'nested',
    encoder: 'paper',
  };
}

/** The recipe for folders, which has no data of its own. */
export const ownPicturesName = 'own-pictures';
/** The recipe of whoever names none. */
export const defaultRecipe = 'quick-start';

/** For some hundred pictures: one level, so that each part is seen as often as there are pictures. */
const ownPictures: Recipe = {
  description:
    'a small model for a folder of your own, one level of four parts; taken where the data is a folder, steps by its pictures',
  data: 'FOLDER',
  model: {
    latent: 16,
    childrenPerLevel: [4],
    // With larger parts one of the four drew the whole picture, or all four did.
    scaleOffset: 3,
    leaf: { kind: 'dense', patch: [16, 16] },
    rendering: 'composed',
    encoder: 'light',
  },
  training: {
    steps: 800,
    batchSize: 32,
    warmup: 150,
    overlap: [0.15],
    overlapDelay: 250,
    overlapWarmup: 200,
  },
  // Without it some hundred pictures are learned by heart: examples/own-pictures has the figures.
  augment: { shift: 2, scale: 0.15, rotate: 5 },
};

/** The recipes by name. */
export const recipes: Readonly<Record<string, Recipe>> = Object.freeze({
  [defaultRecipe]: {
    description: '10,000 embedded digits, a few minutes on two cores; what `npm start` runs',
    data: 'digits',
    model: quickModel,
    training: quickTraining,
  },
  [ownPicturesName]: ownPictures,
  mnist: {
    description:
      'the 60,000 digits of MNIST, drawn by shared networks whose units each program scales: the soonest to a small error',
    data: 'mnist',
    model: { ...quickModel, generator: 'gain' },
    training: mnistTraining,
  },
  'fashion-mnist': {
    description: 'the quick recipe on Fashion-MNIST',
    data: 'fashion-mnist',
    model: quickModel,
    // Garments are surfaces: patches that cover one overlap, and a heavier penalty leaves the canvas empty. With a rise over
    // 300 steps a run on one core learned and the same on two was stuck at twice the error.
    training: { ...quickTraining, warmup: 600, overlap: [0.005, 0.01], overlapDelay: 600 },
  },
  'paper-mnist': {
    description: "the authors' MNIST experiment (latent 8, 3 children a level), Fig. 2A",
    data: 'mnist',
    model: paperModel(8, 3, 1.6),
    training: paperTraining,
    epochs: 50,
  },
  'paper-fashion-mnist': {
    description: 'the paper’s Fashion-MNIST experiment (latent 16, 4 children a level), Fig. 2A',
    data: 'fashion-mnist',
    model: paperModel(16, 4, 1.6),
    training: paperTraining,
    epochs: 50,
  },
  'paper-omniglot': {
    description:
      'the paper’s Omniglot experiment (latent 64, elu states), Fig. 2A; on images that you have or downloaded',
    data: 'omniglot',
    model: { ...paperModel(64, 4, 2), stateActivation: 'elu' },
    training: paperTraining,
    epochs: 5,
  },
  'paper-eth-80': {
    description:
      'the paper’s ETH-80 experiment (latent 32, transposed convolutions), Fig. 2A; on images that you have or downloaded',
    data: 'eth-80',
    model: { ...paperModel(32, 4, 2), leaf: { kind: 'convTranspose' } },
    training: paperTraining,
    epochs: 150,
  },
  'paper-one-primitive': {
    description: 'MNIST drawn with one straight line, Fig. 4A',
    data: 'mnist',
    model: { ...paperModel(16, 4, 1.6), leaf: { kind: 'primitives', images: [linePrimitive()] } },
    training: paperTraining,
    epochs: 100,
  },
  'paper-two-primitives': {
    description: 'MNIST drawn with a straight line and an arc, Fig. 4A',
    data: 'mnist',
    model: {
      ...paperModel(16, 4, 1.6),
      leaf: { kind: 'primitives', images: [linePrimitive(), arcPrimitive()] },
    },
    training: paperTraining,
    epochs: 100,
  },
  'digit-pairs': {
    description: 'two digits on a larger canvas, three levels: image, digits, strokes, pieces of strokes',
    data: 'digit-pairs',
    model: { ...quickModel, latent: 32, childrenPerLevel: [2, 4, 4], scaleOffset: [0, 1.6, 1.6] },
    training: {
      ...quickTraining,
      steps: 4500,
      learningRate: 3e-4,
      overlap: [0.03, 0.03, 0.02],
      overlapDelay: 800,
      overlapWarmup: 800,
      overlapDecay: 3000,
      overlapFinal: 0.5,
    },
  },
});
