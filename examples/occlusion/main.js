// One garment before another, before a ground: parts that hide what is behind them, against parts that are summed up.
import { scenes } from '@rnp/datasets';
import { experiment, stepsOf } from '@rnp-tools/experiment';
import { scenesSheet } from './pictures.js';
import { brightnessOf, figuresOf } from './readings.js';

/** Two garments of which one mostly lies before the other, on a grey that changes from one side to the other. */
const ofScenes = { count: 2, canvas: 32, scale: [0.7, 0.9], overlap: true, background: 'gradient' };
const lengths = { train: 12_000, calibration: 50, test: 150 };

const model = {
  imageShape: [32, 32, 1],
  latent: 24,
  childrenPerLevel: [2, 4],
  scaleOffset: [0.4, 1.6],
  hidden: 32,
  cellInput: 16,
  rendering: 'composed',
  border: 'soft',
  encoder: 'light',
};
/** Leaves that hide have an alpha channel, which takes weights; a wider hypernetwork gives the others about as many. */
const kinds = {
  sum: { compositing: 'sum', hyperHidden: 40 },
  over: { compositing: 'over', hyperHidden: 32 },
  ground: { compositing: 'over', ground: 'program', hyperHidden: 32 },
};
const seeds = [1, 2, 3];
const training = { steps: 1200, batchSize: 32, learningRate: 1e-3, warmup: 100 };

await experiment(import.meta.url, {
  data: async ({ load, smoke }) => {
    const of = async (split, length, seed) =>
      scenes([await load('fashion-mnist', split)], { ...ofScenes, length: smoke ? 16 : length, seed });
    return {
      train: await of('train', lengths.train, 1),
      calibration: await of('train', lengths.calibration, 2),
      test: await of('test', lengths.test, 2),
    };
  },

  // Of each kind the first seed's model is kept.
  models: ({ train }, { smoke }) =>
    Object.fromEntries(
      (smoke ? seeds.slice(0, 1) : seeds).flatMap((seed) =>
        Object.entries(kinds).map(([kind, own]) => [
          `${kind}-${seed}`,
          { model: { ...model, ...own }, data: train, training, seed, keep: seed === seeds[0] },
        ]),
      ),
    ),

  // Lists over seeds. Truth is read here, and by no training.
  measure: async (models, { calibration, test }, lab) => {
    const steps = stepsOf(lab);
    const looks = { '': { steps: 0 }, 'inferred.': { steps } };
    const figures = {};
    const add = async (name, kind, options) => {
      const all = [];
      for (const seed of seeds)
        all.push(await figuresOf(models[`${kind}-${seed}`], calibration, test, options));
      for (const key of Object.keys(all[0])) figures[`${name}${key}`] = all.map((one) => one[key]);
    };
    for (const kind of Object.keys(kinds)) {
      for (const [look, options] of Object.entries(looks)) await add(`${kind}.${look}`, kind, options);
    }
    await add('ground.known.', 'ground', { steps, known: true });
    return { ...figures, 'image.figureIou': brightnessOf(calibration, test) };
  },

  draw: async (models, { test }, lab) => {
    const first = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, models[`${kind}-${seeds[0]}`]]));
    await lab.picture('scenes', await scenesSheet(first, test, { steps: stepsOf(lab) }));
  },
});
