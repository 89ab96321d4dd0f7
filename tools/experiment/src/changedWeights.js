/**
 * How many weights differ between two models of one shape, if only in their last bit.
 *
 * @param {import('@rnp/vae').Rnp | undefined} before
 * @param {import('@rnp/vae').Rnp | undefined} after
 * @param {string} prefix of the parameters that are compared, such as `decoder/`
 * @returns {number | null} null without one of the models, as in a verification of what was not kept
 */
export function changedWeights(before, after, prefix) {
  if (before === undefined || after === undefined) return null;
  const others = after.weights.parameters;
  return Object.entries(before.weights.parameters)
    .filter(([name]) => name.startsWith(prefix))
    .reduce((sum, [name, tensor]) => {
      const values = others[name].dataSync();
      return sum + tensor.dataSync().reduce((count, value, i) => count + Number(value !== values[i]), 0);
    }, 0);
}
