// Scenes of several digits: how many, where, and of which parts. Objects are learned from scenes, without labels (paper, Discussion).
import { sceneSource } from '@rnp/datasets';
import { copyOf, experiment } from '@rnp-tools/experiment';
import { failuresOf, figuresOf, figuresOfDepth } from './figures.js';
import { objectsOf } from './objects.js';

const model = {
  latent: 16,
  scaleOffset: 1.6,
  rendering: 'composed',
  border: 'soft',
  encoder: 'light',
};

// As in the mnist example, for a quarter of its steps.
const training = {
  steps: 3000,
  batchSize: 64,
  learningRate: 3e-4,
  warmup: 300,
  overlapDelay: 300,
  overlapWarmup: 400,
  overlapDecay: 8000,
  overlapFinal: 0.5,
};

// Then objects among others: each is to be drawn alone, whatever lies about it. What lies there is made of the same images. Parts overlap less for a
// heavier penalty, and evenness keeps one of them from drawing all.
const amongTraining = {
  steps: 6000,
  batchSize: 64,
  learningRate: 3e-4,
  warmup: 300,
};
const among = { others: 0.35, pieces: 0.5, none: 0.3 };
const augment = { shift: 2.5, scale: 0.1 };

const seeds = [1, 2, 3, 4, 5];

/** Sixteen pieces an object, as four strokes of four pieces as in the mnist example, and for comparison at once, or in three steps. */
const depths = { 1: [16], 2: [4, 4], 3: [4, 2, 2] };

/**
 * Scenes that are measured, of held-out digits, and how they are looked at. On a larger canvas as many have as much room each. As
 * objects lie close to one another, more places are tried than by default.
 */
const kinds = {
  count02: { scenes: { count: [0, 2], canvas: 50, length: 300 } },
  count03: { scenes: { count: [0, 3], canvas: 50, length: 300 } },
  extrapolated: { scenes: { count: [3, 4], canvas: 71, length: 200 } },
  ari: {
    scenes: { count: 2, canvas: 50, overlap: true, length: 150 },
    looking: { ground: 'none', windows: 12, beginnings: 9 },
  },
  clutter: {
    scenes: { count: [0, 2], canvas: 50, background: 'clutter', length: 150 },
    looking: { cost: 12 },
  },
  texture: { scenes: { count: [0, 2], canvas: 50, background: 'texture', length: 150 } },
};
const looking = { ground: 'wide', windows: 6, maxObjects: 6, cost: 8 };

await experiment(import.meta.url, {
  data: async ({ load, smoke }) => {
    const [train, test] = [await load('mnist', 'train'), await load('mnist', 'test')];
    const scenes = sceneSource([train], { count: [0, 2], canvas: 50, length: smoke ? 40 : 12_000, seed: 1 });
    return { objects: await objectsOf(scenes), digits: test };
  },

  // Only the first seed's is kept: the others are there to show how much seeds and depths differ.
  models: ({ objects }, { smoke }) => ({
    ...Object.assign(
      {},
      ...(smoke ? seeds.slice(0, 2) : seeds).map((seed) => stages(objects, { name: seed, seed })),
    ),
    ...stages(objects, { name: 'depth-1', depth: 1 }),
    ...stages(objects, { name: 'depth-3', depth: 3 }),
  }),

  measure: async (models, { digits }, { smoke }) => {
    const scenes = heldOut(digits, smoke);
    const figures = await figuresOf(
      seeds.map((seed) => models[`objects-${seed}`]),
      scenes,
    );
    for (const depth of [1, 3]) {
      const of = await figuresOfDepth(models[`objects-depth-${depth}`], scenes.count02);
      for (const [name, value] of Object.entries(of)) figures[`depth${depth}.${name}`] = value;
    }
    return figures;
  },

  draw: async (models, { digits }, { smoke, picture }) => {
    const failures = await failuresOf(models['objects-1'], heldOut(digits, smoke));
    await picture('scenes', failures.some);
    await picture('failures', failures.worst);
  },
});

/** The two stages of one model's training. */
function stages(objects, { name, seed = seeds[0], depth = 2 }) {
  const childrenPerLevel = depths[depth];
  const overlap = childrenPerLevel.map((_, level) => (level === 0 ? 0.03 : 0.02));
  const keep = name === seeds[0];
  return {
    [`alone-${name}`]: {
      model: { ...model, childrenPerLevel },
      data: objects,
      training: { ...training, overlap },
      seed,
      keep: false,
    },
    [`objects-${name}`]: {
      from: `alone-${name}`,
      create: (_, alone) => copyOf(alone),
      data: objects,
      among,
      augment,
      training: {
        ...amongTraining,
        overlap: overlap.map((weight) => 3 * weight),
        evenness: overlap.map((_, level) => (level === 0 ? 3 : 0)),
      },
      seed,
      keep,
    },
  };
}

function heldOut(digits, smoke) {
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      {
        source: sceneSource([digits], { ...kind.scenes, ...(smoke && { length: 1 }), seed: 2 }),
        looking: { ...looking, ...kind.looking },
      },
    ]),
  );
}
