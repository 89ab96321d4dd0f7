import { createRnp } from '@rnp/vae';

/**
 * The same hypernetworks and encoder run to another depth: the levels share their weights, so no weight belongs to a depth.
 *
 * @param {import('@rnp/vae').Rnp} model stays the caller's, as it is
 * @param {{ steps: readonly number[], scaleOffset?: number | readonly number[] }} levels
 * @returns {import('@rnp/vae').Rnp} with copies of the weights; the caller owns it
 */
export function atOtherDepth({ config, weights }, levels) {
  const copied = (tensors) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.clone()]));
  const { parameters, statistics } = weights;
  return createRnp(
    { ...config, ...levels },
    { weights: { parameters: copied(parameters), statistics: copied(statistics) } },
  );
}
