import { recipes } from '@rnp/runs/recipes';

/** A model and a training, as `createRnp` and `train` take them, both the same work as the peer's script. */

/** The model of the quick recipe; recipe_torch.py with P=8 so=1.6 so2=1.6 comp=flat. */
const quickModel = recipes['quick-start'].model;

/**
 * Not the recipe's training but the peer's, lr=0.0006 clip=10 ov=0.07 ov2=0.1 warm=100, with which the committed figures were measured.
 * The penalty acts from the first step on: a step without it would be cheaper.
 */
const quickTraining = Object.freeze({
  learningRate: 6e-4,
  warmup: 100,
  clipNorm: 10,
  overlap: [0.07, 0.1],
  overlapDelay: 0,
  overlapWarmup: 0,
});

/** The authors' MNIST experiment; bench.py and train.py. */
const { model: paperModel, training: paperTraining } = recipes['paper-mnist'];

/** Depth 2 is the quick recipe; every level below the first has the penalty between subparts. */
const atDepth = (depth) => ({
  model: { ...quickModel, childrenPerLevel: Array(depth).fill(4) },
  training: { ...quickTraining, overlap: [0.07, ...Array(depth - 1).fill(0.1)] },
});

/** Generators that cost less than a hypernetwork. */
const cheaper = ['mixture', 'gain'];

/**
 * @typedef {{ model: import('@rnp/vae').RnpOptions, training: Partial<import('@rnp/vae').TrainingConfig> }} Recipe
 *
 * @param {string} name `quick`, `paper`, `mixture` and `gain` for the quick recipe with that generator, or `depth1`, `depth2`, … for the quick recipe with that many levels of 4 children
 * @returns {Recipe}
 */
export function recipeOf(name) {
  if (name === 'quick') return { model: quickModel, training: quickTraining };
  if (cheaper.includes(name)) return { model: { ...quickModel, generator: name }, training: quickTraining };
  if (name === 'paper') return { model: paperModel, training: paperTraining };
  const depth = /^depth([1-9])$/.exec(name);
  if (depth === null) throw new Error(`there is no recipe '${name}'`);
  return atDepth(Number(depth[1]));
}
