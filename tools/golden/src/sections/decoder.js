import {
  overlapPenalty,
  parseMetrics,
  renderComposed,
  renderNested,
  tallyParse,
  unroll,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { differentiate, tensorOf, tensorsOf } from '../tensors.js';
import { configOf, decoderForm } from './decoderForm.js';

/** @type {import('../sections.js').Section} */
export const decoder = {
  form: decoderForm,
  check: async (entry, path, row) => {
    const { composed } = entry;
    const config = configOf(entry);
    const inputs = { program: tensorOf(entry.program), ...tensorsOf(entry.weights) };
    const parse = ({ program, ...weights }) => unroll(weights, config, program);
    const squares = ({ canvas }) => tf.sum(tf.square(tf.sub(canvas, tensorOf(entry.target))));
    const penalty = (drawn) => tf.sum(overlapPenalty(drawn, composed.overlapWeights));

    const unrolled = parse(inputs);
    checkNested(entry, unrolled, renderNested(unrolled, config, { placed: true }), path, row);
    const nestedLoss = (x) => squares(renderNested(parse(x), config));
    checkLoss(entry, nestedLoss, inputs, path, row('decoder: nested loss, gradients'));

    const at = `${path}.composed`;
    const drawn = renderComposed(unrolled, config);
    const whole = renderComposed(unrolled, config, { parts: false });
    row('decoder: composed drawings').values(drawn.canvas, composed.output, `${at}.output`);
    row('decoder: composed drawings').values(whole.canvas, composed.output, `${at}.output`);
    row('decoder: overlap penalty').values(
      penalty(drawn),
      scalar(composed.overlapPenalty),
      `${at}.overlapPenalty`,
    );
    const composedLoss = (x) => {
      const drawn = renderComposed(parse(x), config);
      return tf.add(squares(drawn), penalty(drawn));
    };
    checkLoss(composed, composedLoss, inputs, at, row('decoder: composed loss, gradients'));

    const metrics = parseMetrics([await tallyParse(unrolled, config)]);
    for (const name of ['purity', 'effectiveChildren']) {
      const expected = entry.parseMetrics[name];
      row('decoder: parse metrics').numbers(metrics[name], expected, `${path}.parseMetrics.${name}`);
    }
  },
};

function checkNested(entry, unrolled, rendering, path, row) {
  const programs = row('decoder: states, actions');
  const drawings = row('decoder: nested drawings');
  entry.levels.forEach((level, k) => {
    const at = `${path}.levels[${k}]`;
    const { states, actions } = unrolled.levels[k];
    programs.values(states, level.states, `${at}.states`);
    programs.values(actions, level.actions, `${at}.actions`);
    const children = rendering.levels[k + 1]?.canvases ?? unrolled.leaves;
    drawings.values(children, level.children, `${at}.children`);
    drawings.values(rendering.levels[k].placed, level.placed, `${at}.placed`);
    drawings.values(rendering.levels[k].canvases, level.canvas, `${at}.canvas`);
  });
  drawings.values(rendering.canvas, entry.output, `${path}.output`);
}

/** @param expected has the loss and its gradients */
function checkLoss(expected, loss, inputs, path, row) {
  const { value, grads } = differentiate(loss, inputs);
  row.values(value, scalar(expected.loss), `${path}.loss`);
  row.gradient(grads.program, expected.gradProgram, `${path}.gradProgram`);
  for (const [name, gradient] of Object.entries(expected.gradWeights)) {
    row.gradient(grads[name], gradient, `${path}.gradWeights['${name}']`);
  }
}

const scalar = (value) => ({ shape: [], data: [value] });
