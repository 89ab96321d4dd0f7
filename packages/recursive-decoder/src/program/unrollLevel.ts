// n programs, t children, z latent, h w c patch

import { elmanCell, gruCell, lstmCell } from '@rnp/hypernet';
import { activate, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { decodePatches } from '../leaf/decodePatches.js';
import { patchShape } from '../leaf/patchDecoder.js';
import { generatedDense } from './generatedDense.js';
import { generateModule, type ModuleWeights } from './generateModule.js';
import { policyShapes, stateCoreShapes, stateShapes } from './moduleShapes.js';
import type { LevelOptions, PredictedLevel } from './unrolled.js';

/** A cell's hidden state, and the LSTM's memory beside it. */
interface CellState {
  readonly h: tf.Tensor2D;
  readonly memory?: tf.Tensor2D;
}

/**
 * One level (Algorithm 1, docs/model.md, *One level*): a batch of programs, each run for t children. For each of them both
 * modules read (z_{t−1}, a_{t−1}); then z_t is the state cell's output and a_t = sin(action decoder).
 *
 * Composed of batched layers, for every cell; `unrollLevelFused` does the usual ones at once.
 *
 * With `inferred` the loop is closed: at each child the modules read the given z_{t−1} and a_{t−1}, what was really placed, not
 * their own answers; the state cell goes on from the given z_{t−1}, too, as its hidden state is the state.
 *
 * @param programs [n, z]
 * @returns tensors the caller owns
 */
export function unrollLevel(
  params: Parameters,
  config: DecoderConfig,
  programs: tf.Tensor2D,
  options: LevelOptions,
): PredictedLevel {
  return tf.tidy(() => {
    const { inferred } = options;
    const seesPatches = config.feedback === 'image';
    const decodes = options.patches || seesPatches;
    // D's last layer is most of what H_state generates, so it is made only where it is used.
    const names = Object.keys(decodes ? stateShapes(config) : stateCoreShapes(config));
    const state = generateModule(params, config, 'state', programs, names);
    const policy = generateModule(params, config, 'policy', programs, Object.keys(policyShapes(config)));
    const [n, z] = programs.shape;
    const [h, w, c] = patchShape(config);
    const decode = (states: tf.Tensor3D): tf.Tensor4D =>
      decodePatches(state, config, states, programs, { leaf: options.leaf });
    const flatPatch = (current: tf.Tensor2D): tf.Tensor2D =>
      tf.reshape(decode(tf.reshape(current, [n, 1, z])), [n, h * w * c]);

    let what = activate(state.initialState as tf.Tensor2D, config.stateActivation);
    let where = activate(policy.initialAction as tf.Tensor2D, 'sin');
    let seen = seesPatches ? flatPatch(what) : what;
    let stateCell = firstCell(state);
    let policyCell = firstCell(policy);
    const states: tf.Tensor2D[] = [];
    const actions: tf.Tensor2D[] = [];
    const predictedStates: tf.Tensor2D[] = [];
    const predictedActions: tf.Tensor2D[] = [];
    const seenPatches: tf.Tensor2D[] = [];
    for (let step = 0; step < options.children; step++) {
      const read = config.generator === 'embedding' ? [seen, where, programs] : [seen, where];
      const input = tf.expandDims(tf.concat(read, 1), 1) as tf.Tensor3D;
      stateCell = stepCell(config, stateCell, encode(input, state), state, config.stateActivation);
      policyCell = stepCell(config, policyCell, encode(input, policy), policy, 'elu');
      what = stateCell.h;
      where = decodeAction(policyCell.h, policy);
      if (inferred !== undefined) {
        predictedStates.push(what);
        predictedActions.push(where);
        what = childOf(inferred.states, step);
        where = childOf(inferred.actions, step);
        stateCell = { ...stateCell, h: what };
      }
      seen = what;
      if (seesPatches) {
        seen = flatPatch(what);
        seenPatches.push(seen);
      }
      states.push(what);
      actions.push(where);
    }
    const level = {
      programs: tf.clone(programs),
      states: tf.stack(states, 1) as tf.Tensor3D,
      actions: tf.stack(actions, 1) as tf.Tensor3D,
      ...(inferred && {
        predicted: {
          states: tf.stack(predictedStates, 1) as tf.Tensor3D,
          actions: tf.stack(predictedActions, 1) as tf.Tensor3D,
        },
      }),
    };
    if (!options.patches) return level;
    const patches = seesPatches
      ? tf.reshape(tf.stack(seenPatches, 1), [n * options.children, h, w, c])
      : decode(level.states);
    return { ...level, patches: patches as tf.Tensor4D };
  });
}

/** Child `step` of each program: [n, t, …] → [n, …]. */
function childOf(children: tf.Tensor3D, step: number): tf.Tensor2D {
  const [n, , size] = children.shape;
  return tf.reshape(tf.slice(children, [0, step, 0], [n, 1, size]), [n, size]);
}

/** The generated encoder: [n, 1, in] → hidden (elu) → cellInput (elu), as [n, cellInput]. */
function encode(input: tf.Tensor3D, weights: ModuleWeights): tf.Tensor2D {
  const hidden = generatedDense(input, weights, 'encoder1', 'elu');
  return tf.squeeze(generatedDense(hidden, weights, 'encoder2', 'elu'), [1]);
}

/** a_t: [n, z] → [n, 6] through sin. */
function decodeAction(h: tf.Tensor2D, weights: ModuleWeights): tf.Tensor2D {
  return tf.squeeze(generatedDense(tf.expandDims(h, 1) as tf.Tensor3D, weights, 'action', 'sin'), [1]);
}

function firstCell(weights: ModuleWeights): CellState {
  return {
    h: weights['cell/initial'] as tf.Tensor2D,
    memory: weights['cell/initialMemory'] as tf.Tensor2D | undefined,
  };
}

function stepCell(
  config: DecoderConfig,
  previous: CellState,
  x: tf.Tensor2D,
  weights: ModuleWeights,
  activation: 'identity' | 'elu',
): CellState {
  const cell = {
    recurrentKernel: weights['cell/recurrentKernel'] as tf.Tensor3D,
    kernel: weights['cell/kernel'] as tf.Tensor3D,
    bias: weights['cell/bias'] as tf.Tensor2D,
  };
  if (config.cell === 'elman') return { h: elmanCell(previous.h, x, cell, activation) };
  if (config.cell === 'gru') return { h: gruCell(previous.h, x, cell) };
  const { h, c } = lstmCell(previous.h, previous.memory!, x, cell);
  return { h, memory: c };
}
