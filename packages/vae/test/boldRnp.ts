import * as tf from '@tensorflow/tfjs-core';
import { createRnp, type Rnp, type RnpOptions } from '../src/index.js';
import { smallRnp } from './smallRnp.js';

/**
 * A model with weights of its own, made larger, so that programs draw something and children heed them; where it looks at parts, it corrects
 * each a little.
 *
 * @param growth of the generated weights: the larger, the more children heed their programs, and the less smooth is the loss
 */
export function boldRnp(options: Partial<RnpOptions> = {}, growth = 3): Rnp {
  const model = createRnp({ ...smallRnp(12), ...options }, { seed: 3 });
  const { parameters, runningStatistics } = model.weights;
  const bold = tf.tidy(() =>
    Object.entries(parameters).map(([name, tensor], i) => {
      if (/decoder\/state\/output\/decoder2\/bias$/.test(name)) return [name, tf.fill(tensor.shape, 0.3)];
      if (name.startsWith('encoder/correction/')) {
        return [name, tf.randomNormal(tensor.shape, 0, 0.05, 'float32', 20 + i)];
      }
      const grown = name.startsWith('decoder/') && name.includes('/output/') ? growth : 1;
      return [name, tf.mul(tensor, grown)];
    }),
  ) as [string, tf.Tensor][];
  const averages = Object.entries(runningStatistics).map(
    ([name, tensor]) => [name, tf.clone(tensor)] as const,
  );
  const old = model.replaceWeights({
    parameters: Object.fromEntries(bold),
    runningStatistics: Object.fromEntries(averages),
  });
  tf.dispose([old.parameters, old.runningStatistics] as tf.TensorContainer);
  return model;
}
