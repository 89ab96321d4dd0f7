// Scenes of several digits: how many, where, and of which parts. Objects are learned from scenes, without labels (paper, Discussion).
import { sceneSource } from '@rnp/datasets';
import { experiment } from '@rnp-tools/experiment';
import { failuresOf, figuresOf } from './figures.js';
import { objectsOf } from './objects.js';

// As in the mnist example: an object is four strokes, a stroke four pieces.
const model = {
  latent: 16,
  childrenPerLevel: [4, 4],
  scaleOffset: 1.6,
  rendering: 'composed',
  border: 'soft',
  encoder: 'light',
};

const training = {
  steps: 1500,
  batchSize: 64,
  learningRate: 1e-3,
  warmup: 100,
  overlap: [0.03, 0.02],
  overlapDelay: 300,
  overlapWarmup: 400,
  overlapDecay: 1500,
  overlapFinal: 0.5,
};

const seeds = [1, 2, 3, 4, 5];

/**
 * Scenes that are measured, of held-out digits, and how they are looked at. On a larger canvas as many have as much room each. As
 * objects lie close to one another, more places are tried than by default.
 */
const kinds = {
  count02: { scenes: { count: [0, 2], canvas: 50, length: 300 } },
  count03: { scenes: { count: [0, 3], canvas: 50, length: 300 } },
  extrapolated: { scenes: { count: [3, 4], canvas: 71, length: 200 } },
  ari: { scenes: { count: 2, canvas: 50, overlap: true, length: 150 }, looking: { beginnings: 9 } },
  clutter: { scenes: { count: [0, 2], canvas: 50, background: 'clutter', length: 150 } },
  texture: { scenes: { count: [0, 2], canvas: 50, background: 'texture', length: 150 } },
};
const looking = { windows: 6, maxObjects: 6 };

await experiment(import.meta.url, {
  data: async ({ load, smoke }) => {
    const [train, test] = [await load('mnist', 'train'), await load('mnist', 'test')];
    const scenes = sceneSource([train], { count: [0, 2], canvas: 50, length: smoke ? 40 : 12_000, seed: 1 });
    return { objects: await objectsOf(scenes), digits: test };
  },

  // One scene model a seed. Only the first is kept: the others are there to show how much seeds differ.
  models: ({ objects }, { smoke }) =>
    Object.fromEntries(
      (smoke ? seeds.slice(0, 2) : seeds).map((seed) => [
        `objects-${seed}`,
        { model, data: objects, training, seed, keep: seed === seeds[0] },
      ]),
    ),

  measure: async (models, { digits }, { smoke }) => {
    const each = seeds.map((seed) => models[`objects-${seed}`]);
    return figuresOf(each, heldOut(digits, smoke));
  },

  draw: async (models, { digits }, { smoke, picture }) => {
    const failures = await failuresOf(models['objects-1'], heldOut(digits, smoke));
    await picture('scenes', failures.some);
    await picture('failures', failures.worst);
  },
});

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
