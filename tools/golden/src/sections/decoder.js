import {
  overlapPenalty,
  parseMetrics,
  renderComposed,
  renderNested,
  tallyParse,
  unroll,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { gradient, judge, numbers, values } from '../compared.js';
import { inputRounding } from '../inputRounding.js';
import { differentiate, tensorsOf } from '../tensors.js';
import { configOf, decoderForm } from './decoderForm.js';

/**
 * A part of the check: computes from the inputs and says what to hold against the entry, under which titles. It is
 * computed again with nudged inputs if something misses its bound: see the README.
 * @typedef {(inputs: Record<string, tf.Tensor>, config: object, entry: object, path: string) =>
 *   Promise<Titled[]>} Part
 * @typedef {import('../compared.js').Compared & { title: string }} Titled
 */

/** @type {import('../sections.js').Section} */
export const decoder = {
  form: decoderForm,
  check: async (entry, path, row) => {
    const config = configOf(entry);
    const inputs = { program: entry.program, target: entry.target, ...entry.weights };
    for (const part of [nestedParts, nestedLoss, composedDrawing, composedLoss, metrics]) {
      const compute = async (tensors) => part(tensors, config, entry, path);
      const computed = await compute(tensorsOf(inputs));
      const missed = computed.some((compared) => judge(compared).verdict === 'missed');
      const effects = missed ? await inputRounding(compute, inputs, computed) : [];
      computed.forEach((compared, i) => {
        row(compared.title).take(compared, effects[i]);
      });
    }
  },
};

/** @type {Part} */
async function nestedParts(inputs, config, entry, path) {
  const unrolled = parse(inputs, config);
  const rendering = renderNested(unrolled, config, { placed: true });
  const program = async (...compared) => ({
    title: 'decoder: states, actions',
    ...(await values(...compared)),
  });
  const drawing = async (...compared) => ({
    title: 'decoder: nested drawings',
    ...(await values(...compared)),
  });
  const levels = entry.levels.flatMap((level, k) => {
    const at = `${path}.levels[${k}]`;
    const { states, actions } = unrolled.levels[k];
    const children = rendering.levels[k + 1]?.canvases ?? unrolled.leaves;
    return [
      program(states, level.states, `${at}.states`),
      program(actions, level.actions, `${at}.actions`),
      drawing(children, level.children, `${at}.children`),
      drawing(rendering.levels[k].placed, level.placed, `${at}.placed`),
      drawing(rendering.levels[k].canvases, level.canvas, `${at}.canvas`),
    ];
  });
  return Promise.all([...levels, drawing(rendering.canvas, entry.output, `${path}.output`)]);
}

/** @type {Part} */
async function nestedLoss({ target, ...inputs }, config, entry, path) {
  const loss = (x) => squares(renderNested(parse(x, config), config), target);
  return lossAndGradients(loss, inputs, entry, path, 'decoder: nested loss, gradients');
}

/** @type {Part} */
async function composedDrawing(inputs, config, { composed }, path) {
  const at = `${path}.composed`;
  const unrolled = parse(inputs, config);
  const drawn = renderComposed(unrolled, config);
  const whole = renderComposed(unrolled, config, { parts: false });
  const penalty = penaltyOf(drawn, composed);
  const drawings = [drawn, whole].map(async ({ canvas }) => ({
    title: 'decoder: composed drawings',
    ...(await values(canvas, composed.output, `${at}.output`)),
  }));
  return [
    ...(await Promise.all(drawings)),
    {
      title: 'decoder: overlap penalty',
      ...(await values(penalty, scalar(composed.overlapPenalty), `${at}.overlapPenalty`)),
    },
  ];
}

/** @type {Part} */
async function composedLoss({ target, ...inputs }, config, { composed }, path) {
  const loss = (x) => {
    const drawn = renderComposed(parse(x, config), config);
    return tf.add(squares(drawn, target), penaltyOf(drawn, composed));
  };
  const title = 'decoder: composed loss, gradients';
  return lossAndGradients(loss, inputs, composed, `${path}.composed`, title);
}

/** @type {Part} */
async function metrics(inputs, config, entry, path) {
  const measured = parseMetrics([await tallyParse(parse(inputs, config), config)]);
  return ['purity', 'effectiveChildren'].map((name) => ({
    title: 'decoder: parse metrics',
    ...numbers(measured[name], entry.parseMetrics[name], `${path}.parseMetrics.${name}`),
  }));
}

function parse({ program, target, ...weights }, config) {
  return unroll(weights, config, program);
}

const squares = ({ canvas }, target) => tf.sum(tf.square(tf.sub(canvas, target)));

const penaltyOf = (drawn, { overlapWeights }) => tf.sum(overlapPenalty(drawn, overlapWeights));

/** @param expected has the loss and its gradients */
async function lossAndGradients(loss, inputs, expected, path, title) {
  const { value, grads } = differentiate(loss, inputs);
  const compared = await Promise.all([
    values(value, scalar(expected.loss), `${path}.loss`),
    gradient(grads.program, expected.gradProgram, `${path}.gradProgram`),
    ...Object.entries(expected.gradWeights).map(([name, reference]) =>
      gradient(grads[name], reference, `${path}.gradWeights['${name}']`),
    ),
  ]);
  return compared.map((each) => ({ title, ...each }));
}

const scalar = (value) => ({ shape: [], data: [value] });
