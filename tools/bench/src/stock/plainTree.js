// b batch, n programs of a level, t children, z latent, f features, h w patch, H W canvas, P = H·W pixels
import * as tf from '@tensorflow/tfjs-core';

/**
 * A free tree drawn by TensorFlow.js's own ops alone, as a reader of docs/model.md would write it down: what the fused kernels are
 * held against. Models of one channel, with hypernetworks, Elman cells, dense leaves and composed drawing with soft borders.
 *
 * @param {Readonly<Record<string, tf.Tensor>>} weights of a model, by name
 * @param {import('@rnp/vae').RnpConfig} config
 * @param {{ program: tf.Tensor, states: tf.Tensor, actions: tf.Tensor }} tree [b, z], and of the top program's children [b, t, z], [b, t, 6]
 * @returns {{ canvas: tf.Tensor, predicted: { states: tf.Tensor, actions: tf.Tensor } }} canvas [b, H, W, 1]; what the top program predicts
 *   of its children, having read those given before each
 */
export function plainTree(weights, config, { program, states, actions }) {
  const { childrenPerLevel, scaleOffset, latent, imageShape, leaf } = config;
  const top = level(weights, config, program, childrenPerLevel[0], { states, actions });
  const predicted = { states: top.states, actions: top.actions };
  let maps = affineMaps(tf.reshape(actions, [-1, 6]), scaleOffset[0]);
  let frames = [];
  let programs = tf.reshape(states, [-1, latent]);
  let last = { ...top, states };
  for (const [k, children] of childrenPerLevel.entries()) {
    if (k === 0) continue;
    last = level(weights, config, programs, children);
    frames = [...frames, maps].map((frame) => perChild(frame, children));
    maps = composed(frames.at(-1), affineMaps(tf.reshape(last.actions, [-1, 6]), scaleOffset[k]));
    programs = tf.reshape(last.states, [-1, latent]);
  }
  const patches = tf.reshape(decoded(last.state, last.states), [-1, ...leaf.patch]);
  const drawn = sampled(patches, maps, frames, imageShape);
  const [H, W] = imageShape;
  const perImage = tf.reshape(drawn, [program.shape[0], -1, H * W]);
  return { canvas: tf.reshape(tf.sum(perImage, 1), [-1, H, W, 1]), predicted };
}

/** Children of programs [n, z] one after the other; given ones are read in place of the modules' answers. */
function level(weights, config, programs, children, given) {
  const state = module(weights, config, 'state', programs);
  const policy = module(weights, config, 'policy', programs);
  let what = tf.expandDims(activated(state('initialState'), config.stateActivation), 1);
  let where = tf.expandDims(tf.sin(policy('initialAction')), 1);
  let [cell, policyCell] = [state, policy].map((own) => tf.expandDims(own('cell/initial'), 1));
  const [states, actions] = [[], []];
  for (let i = 0; i < children; i++) {
    const seen = tf.concat([what, where], 2);
    cell = activated(elman(state, seen, cell), config.stateActivation);
    policyCell = tf.elu(elman(policy, seen, policyCell));
    [what, where] = [cell, tf.sin(dense(policy, 'action', policyCell))];
    states.push(what);
    actions.push(where);
    if (given) {
      what = tf.slice(given.states, [0, i, 0], [-1, 1, -1]);
      where = tf.slice(given.actions, [0, i, 0], [-1, 1, -1]);
      cell = what;
    }
  }
  return { state, states: tf.concat(states, 1), actions: tf.concat(actions, 1) };
}

/** What a hypernetwork generates for programs [n, z], by name, each [n, ...shape]. */
function module(weights, config, name, programs) {
  const own = (part) => weights[`decoder/${name}/${part}`];
  const layers = name === 'state' ? config.stateLayers : config.policyLayers;
  let features = normed(programs, own('norm/gamma'), own('norm/beta'));
  for (let i = 1; i <= layers; i++) {
    const sum = tf.add(tf.matMul(features, own(`dense${i}/kernel`)), own(`dense${i}/bias`));
    features = tf.elu(normed(sum, own(`norm${i}/gamma`), own(`norm${i}/beta`)));
  }
  return (part) => tf.matMul(features, own(`output/${part}`));
}

function normed(x, gamma, beta) {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), 1, true), 1e-5));
  return tf.add(tf.mul(tf.div(centred, deviation), gamma), beta);
}

/** x [n, t, i] → [n, t, o] by weights generated for each program. */
function dense(generated, name, x) {
  const bias = generated(`${name}/bias`);
  const kernel = tf.reshape(generated(`${name}/kernel`), [x.shape[0], x.shape[2], bias.shape[1]]);
  return tf.add(tf.matMul(x, kernel), tf.expandDims(bias, 1));
}

function elman(generated, seen, memory) {
  const x = tf.elu(dense(generated, 'encoder2', tf.elu(dense(generated, 'encoder1', seen))));
  const recurrent = tf.reshape(generated('cell/recurrentKernel'), [x.shape[0], memory.shape[2], -1]);
  return tf.add(dense(generated, 'cell', x), tf.matMul(memory, recurrent));
}

function decoded(state, states) {
  return tf.relu6(dense(state, 'decoder2', tf.elu(dense(state, 'decoder1', states))));
}

function activated(x, name) {
  return name === 'elu' ? tf.elu(x) : x;
}

/** Parameters [n, 6] → maps [n, 2, 3] from the outer frame to the part's. */
function affineMaps(parameters, scaleOffset) {
  const [scaleX, rotation, shear, scaleY, x, y] = tf.split(parameters, 6, 1);
  const [sx, sy] = [scaleX, scaleY].map((scale) => tf.add(scale, 1 + scaleOffset));
  const [sin, cos] = [tf.sin(tf.mul(rotation, Math.PI)), tf.cos(tf.mul(rotation, Math.PI))];
  const first = [tf.mul(tf.add(cos, tf.mul(shear, sin)), sx), tf.mul(sin, sy), tf.mul(sx, x)];
  const second = [tf.mul(tf.sub(tf.mul(shear, cos), sin), sx), tf.mul(cos, sy), tf.mul(sy, y)];
  return tf.reshape(tf.concat([...first, ...second], 1), [-1, 2, 3]);
}

/** First `outer`, then `inner`. */
function composed(outer, inner) {
  const offset = tf.mul(inner, tf.tensor3d([0, 0, 1], [1, 1, 3]));
  return tf.add(tf.matMul(tf.slice(inner, [0, 0, 0], [-1, 2, 2]), outer), offset);
}

/** [n, 2, 3] → [n·t, 2, 3], copies side by side; a product with ones, as tf.tile is slow on WASM. */
function perChild(maps, children) {
  return tf.reshape(tf.mul(tf.reshape(maps, [-1, 1, 6]), tf.ones([1, children, 1])), [-1, 2, 3]);
}

/** Patches [n, h, w] drawn bilinearly by their maps, within frames: [n, P]. */
function sampled(patches, maps, frames, [H, W]) {
  const [, h, w] = patches.shape;
  const pixels = pixelsOf(H, W);
  const [u, v] = coordinates(maps, pixels);
  const rows = tf.matMul(hats(u, w), patches, false, true);
  const drawn = tf.sum(tf.mul(rows, hats(v, h)), 2);
  return frames.reduce((ink, frame) => tf.mul(ink, coverage(frame, pixels, [H, W])), drawn);
}

/** Bilinear weights of the pixels of a side: [n, P] → [n, P, size]. */
function hats(coordinate, size) {
  const at = tf.expandDims(tf.mul(tf.add(coordinate, 1), (size - 1) / 2), 2);
  return tf.relu(tf.sub(1, tf.abs(tf.sub(at, tf.range(0, size, 1, 'float32')))));
}

/** What a frame lets through: 1 within, falling to 0 over the first pixel outside an edge. */
function coverage(frame, pixels, [H, W]) {
  const slopes = tf.mul(frame, tf.tensor3d([2 / (W - 1), 2 / (H - 1), 0], [1, 1, 3]));
  const reach = tf.div(1, tf.sqrt(tf.add(tf.sum(tf.square(slopes), 2, true), 1e-12)));
  const distances = coordinates(tf.mul(frame, reach), pixels);
  const [right, below] = tf.split(tf.reshape(reach, [-1, 2]), 2, 1);
  const [across, along] = [right, below].map((edge, i) => {
    const inside = tf.sub(tf.add(edge, 1), tf.abs(distances[i]));
    return tf.relu(tf.sub(1, tf.relu(tf.sub(1, inside))));
  });
  return tf.mul(across, along);
}

/** Both coordinates of every pixel in a map's inner frame: [n, P] each. */
function coordinates(maps, [x, y]) {
  const [a, b, c, d, e, f] = tf.split(tf.reshape(maps, [-1, 6]), 6, 1);
  return [tf.add(tf.add(tf.mul(a, x), tf.mul(b, y)), c), tf.add(tf.add(tf.mul(d, x), tf.mul(e, y)), f)];
}

/** x and y of every pixel of a canvas, from -1 to 1: [1, P] each. */
function pixelsOf(H, W) {
  const at = (of) => Float32Array.from({ length: H * W }, (_, p) => of(p));
  return [
    tf.tensor2d(
      at((p) => (2 * (p % W)) / (W - 1) - 1),
      [1, H * W],
    ),
    tf.tensor2d(
      at((p) => (2 * Math.floor(p / W)) / (H - 1) - 1),
      [1, H * W],
    ),
  ];
}
