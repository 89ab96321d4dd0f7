import { decoderConfig, decoderShapes } from '@rnp/recursive-decoder';
import { count, dictionary, FormError, list, number, oneOf, record, tensor } from '../form.js';

const parts = record({
  states: tensor(3),
  actions: tensor(3),
  children: tensor(),
  placed: tensor(),
  canvas: tensor(4),
});

const losses = { loss: number, gradProgram: tensor(2), gradWeights: dictionary(tensor()) };

const entryForm = record({
  config: record({
    latent: count,
    hidden: count,
    cellInput: count,
    hyperHidden: count,
    patch: count,
    canvas: count,
    steps: list(count),
    scaleOffset: number,
    stateActivation: oneOf('identity', 'elu'),
    layerNormEpsilon: oneOf(1e-5),
  }),
  weights: dictionary(tensor()),
  program: tensor(2),
  target: tensor(4),
  levels: list(parts),
  output: tensor(4),
  ...losses,
  composed: record({ output: tensor(4), overlapWeights: list(number), overlapPenalty: number, ...losses }),
  parseMetrics: record({ purity: list(number), effectiveChildren: list(number) }),
});

/** One entry of the `decoder` section. @type {import('../form.js').Form} */
export const decoderForm = (entry, path) => {
  entryForm(entry, path);
  const depth = entry.config.steps.length;
  list(parts, depth)(entry.levels, `${path}.levels`);
  list(number, depth)(entry.composed.overlapWeights, `${path}.composed.overlapWeights`);
  list(number, depth)(entry.parseMetrics.purity, `${path}.parseMetrics.purity`);
  list(number, depth)(entry.parseMetrics.effectiveChildren, `${path}.parseMetrics.effectiveChildren`);
  matchWeights(entry.weights, decoderShapes(configOf(entry)), `${path}.weights`);
  for (const [grads, at] of [
    [entry.gradWeights, `${path}.gradWeights`],
    [entry.composed.gradWeights, `${path}.composed.gradWeights`],
  ]) {
    const shapes = Object.entries(entry.weights).map(([name, { shape }]) => [name, shape]);
    matchWeights(grads, Object.fromEntries(shapes), at);
  }
};

/** The entry's settings as @rnp/recursive-decoder takes them; how deep the hypernetworks are, the weights tell. */
export function configOf({ config, weights, target }) {
  const { patch, canvas, latent, hidden, cellInput, hyperHidden, steps, scaleOffset, stateActivation } =
    config;
  const layersOf = (module) =>
    Object.keys(weights).filter((name) => new RegExp(`^${module}/dense\\d+/kernel$`).test(name)).length;
  return decoderConfig({
    imageShape: target.shape.slice(1),
    leaf: { kind: 'dense', patch: [patch, patch] },
    canvas: [canvas, canvas],
    stateLayers: layersOf('state'),
    policyLayers: layersOf('policy'),
    ...{ latent, hidden, cellInput, hyperHidden, childrenPerLevel: steps, scaleOffset, stateActivation },
  });
}

/** Throws unless there is exactly one tensor for each shape, and of that shape. */
function matchWeights(tensors, shapes, path) {
  for (const [name, shape] of Object.entries(shapes)) {
    if (!Object.hasOwn(tensors, name)) throw new FormError(`${path} lacks '${name}', [${shape}]`);
    const found = tensors[name].shape;
    if (found.join() !== shape.join()) {
      throw new FormError(`${path}['${name}'] is [${found}] where these settings need [${shape}]`);
    }
  }
  const extra = Object.keys(tensors).find((name) => !Object.hasOwn(shapes, name));
  if (extra !== undefined) throw new FormError(`${path}['${extra}'] is no weight of these settings`);
}
