import { renderComposed, unrollInferred } from '@rnp/recursive-decoder';

/** As `plainTree`, by this project's ops, whose gradients TensorFlow.js's tape puts together. */
export function tapedTree(weights, config, { program, states, actions }) {
  const decoder = Object.fromEntries(
    Object.entries(weights)
      .filter(([name]) => name.startsWith('decoder/'))
      .map(([name, tensor]) => [name.slice('decoder/'.length), tensor]),
  );
  const { unrolled, predicted } = unrollInferred(decoder, config, program, [{ states, actions }]);
  return { canvas: renderComposed(unrolled, config, { parts: false }).canvas, predicted: predicted[0] };
}
