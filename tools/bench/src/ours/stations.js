import { generateFrom, generateWith, joinedOutputs, programFeatures } from '@rnp/hypernet';
import { adamUpdate, clipFactor, globalNorm, initAdam, select, sizeOf } from '@rnp/nn';
import {
  decodePatches,
  overlapPenalty,
  policyShapes,
  render,
  stateShapes,
  unroll,
} from '@rnp/recursive-decoder';
import { createRnp, namedEncoder, trainingConfig } from '@rnp/vae';
import { trainingStep } from '@rnp/vae/training';
import * as tf from '@tensorflow/tfjs-core';
import { recipeOf } from '../recipes.js';
import { startBackend } from './backend.js';
import { milliseconds, millisecondsOf } from './clock.js';
import { gradients } from './gradients.js';
import { inputs } from './inputs.js';

/**
 * The stations of the data flow of a training step, each alone, forward and forward + backward, from fixed random
 * inputs. The packages run hypernetworks, unroll and patch decoder as one call; what the recurrence takes is that
 * call less the other two, measured alone.
 *
 * @returns `<station>ForwardMs` and `<station>Ms` (forward + backward), and `stepMs`, the whole step
 */
export async function measure({ recipe, batch, backend, ...times }, progress) {
  await startBackend(backend);
  const { model: options, training: given } = recipeOf(recipe);
  const training = trainingConfig({ ...given, batchSize: batch });
  const model = createRnp(options, { seed: 1 });
  const context = { model, config: model.config, training, batch, draw: inputs(11) };
  const measured = {};
  const stations = { encoder, hypernetworks, decoding, patches, placing };
  Object.entries(stations).forEach(([name, station], i, { length }) => {
    progress(i / (length + 2));
    const { forward, variables, upstream } = station(context);
    measured[`${name}ForwardMs`] = milliseconds(forward, times);
    measured[`${name}Ms`] = milliseconds(() => gradients(forward, variables, upstream), times);
  });
  const rest = (suffix) =>
    measured[`decoding${suffix}`] - measured[`hypernetworks${suffix}`] - measured[`patches${suffix}`];
  progress(0.8);
  return {
    ...measured,
    unrollForwardMs: rest('ForwardMs'),
    unrollMs: rest('Ms'),
    optimiserMs: await millisecondsOf(optimiser(context), times),
    // Last: it uses up the model's weights.
    stepMs: await millisecondsOf(wholeStep(context), times),
  };
}

function encoder({ model, config, batch, draw }) {
  const { encode } = namedEncoder(config.encoder, config.imageShape, config.latent);
  const parameters = select(model.weights.parameters, 'encoder');
  const images = draw.images([batch, ...config.imageShape]);
  return {
    forward: () => {
      const { mean, logVariance } = encode(parameters, model.weights.runningStatistics, images, true);
      return [mean, logVariance];
    },
    variables: Object.values(parameters),
    upstream: [draw.normal([batch, config.latent]), draw.normal([batch, config.latent])],
  };
}

/**
 * Both hypernetworks at all levels, as the decoder asks for them: all of a recurrent module in one product; the patch
 * decoder for the last level alone.
 */
function hypernetworks({ model, config, batch, draw }) {
  const modules = [
    { name: 'state', layers: config.stateLayers, outputs: stateShapes(config) },
    { name: 'policy', layers: config.policyLayers, outputs: policyShapes(config) },
  ].map(({ name, layers, outputs }) => {
    const names = Object.keys(outputs);
    return {
      own: select(model.weights.parameters, `decoder/${name}`),
      net: { latent: config.latent, hidden: config.hyperHidden, layers, outputs },
      core: names.filter((key) => !key.startsWith('decoder')),
      patches: names.filter((key) => key.startsWith('decoder')),
    };
  });
  const programs = programCounts(config, batch).map((count) => draw.normal([count, config.latent]));
  const patchesOf = ({ patches }, level) => (level === programs.length - 1 ? patches : []);
  return {
    forward: () => {
      const joined = modules.map(({ own, net, core }) => joinedOutputs(own, net, core));
      return programs.flatMap((z, level) =>
        modules.flatMap((module, i) => {
          const features = programFeatures(module.own, module.net, z);
          const names = patchesOf(module, level);
          const generated = names.length === 0 ? {} : generateFrom(features, module.own, module.net, names);
          return [generateWith(features, joined[i]), ...Object.values(generated)];
        }),
      );
    },
    variables: [...modules.flatMap(({ own }) => Object.values(own)), ...programs],
    upstream: programs.flatMap((z, level) =>
      modules.flatMap((module) => {
        const { outputs } = module.net;
        const size = module.core.reduce((sum, key) => sum + sizeOf(outputs[key]), 0);
        const generated = patchesOf(module, level).map((key) => draw.normal([z.shape[0], ...outputs[key]]));
        return [draw.normal([z.shape[0], size]), ...generated];
      }),
    ),
  };
}

/** Programs to actions and patches: hypernetworks, unroll and patch decoder. */
function decoding({ model, config, batch, draw }) {
  const parameters = select(model.weights.parameters, 'decoder');
  const program = draw.normal([batch, config.latent]);
  const counts = programCounts(config, batch);
  return {
    forward: () => {
      const { levels, leaves } = unroll(parameters, config, program);
      return [...levels.map(({ actions }) => actions), leaves];
    },
    variables: [...Object.values(parameters), program],
    upstream: [
      ...counts.map((count, k) => draw.normal([count, config.childrenPerLevel[k], 6])),
      draw.normal(leafShape(config, batch)),
    ],
  };
}

/** The generated patch decoder, its weights given. */
function patches({ config, batch, draw }) {
  const count = programCounts(config, batch).at(-1);
  const generated = Object.entries(stateShapes(config)).filter(([name]) => name.startsWith('decoder'));
  const weights = Object.fromEntries(
    generated.map(([name, shape]) => [name, draw.normal([count, ...shape])]),
  );
  const states = draw.normal([count, config.childrenPerLevel.at(-1), config.latent]);
  const program = draw.normal([count, config.latent]);
  return {
    forward: () => [decodePatches(weights, config, states, program)],
    variables: [states, ...Object.values(weights)],
    upstream: [draw.normal(leafShape(config, batch))],
  };
}

/** Leaves and actions of the model as it begins, drawn, with the overlap penalty where the recipe has one. */
function placing({ model, config, training, batch, draw }) {
  const parameters = select(model.weights.parameters, 'decoder');
  const unrolled = unroll(parameters, config, draw.normal([batch, config.latent]));
  const { overlap } = training;
  return {
    forward: () => {
      const drawn = render(unrolled, config);
      return overlap.length > 0 ? [drawn.canvas, overlapPenalty(drawn, overlap)] : [drawn.canvas];
    },
    variables: [unrolled.leaves, ...unrolled.levels.map(({ actions }) => actions)],
    upstream: [draw.normal([batch, ...config.imageShape]), ...(overlap.length > 0 ? [tf.ones([batch])] : [])],
  };
}

/** Clipping and Adam over all weights; the moments go on from call to call, as in training. */
function optimiser({ model, training, draw }) {
  const { parameters } = model.weights;
  const given = Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => [name, draw.normal(shape)]),
  );
  const { clipNorm, clipValue, learningRate } = training;
  let moments = initAdam(parameters);
  return () => {
    const norm = globalNorm(Object.values(given));
    const factor = clipFactor(norm, clipNorm);
    const next = adamUpdate(parameters, given, moments, { learningRate, factor, clipValue });
    moments = next.state;
    tf.dispose([next.parameters, norm, factor]);
  };
}

/** Steps of a training that goes on from call to call. */
function wholeStep({ model, config, training, batch, draw }) {
  const images = draw.images([batch, ...config.imageShape]);
  const noise = draw.normal([batch, config.latent]);
  let state = { ...model.weights, adam: initAdam(model.weights.parameters), step: 0 };
  return () => {
    const { state: next, report } = trainingStep(model.network, state, images, noise, training);
    tf.dispose([state.parameters, state.runningStatistics, report]);
    state = next;
  };
}

/** How many programs run at each level, top first. */
function programCounts(config, batch) {
  return config.childrenPerLevel.map((_, level) =>
    config.childrenPerLevel.slice(0, level).reduce((n, t) => n * t, batch),
  );
}

/** [leaves, h, w, c] */
function leafShape(config, batch) {
  const leaves = config.childrenPerLevel.reduce((n, t) => n * t, batch);
  return [leaves, ...config.leaf.patch, config.imageShape[2]];
}
