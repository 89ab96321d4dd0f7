import * as tf from '@tensorflow/tfjs-core';
import { createRnp, type Model, type RnpNetwork, type RnpOptions } from '../src/index.js';
import { smallRnp } from './smallRnp.js';

/** Weights of its own, made larger, so that programs draw something and children heed them. */
export function boldRnp(options: Partial<RnpOptions> = {}): Model<RnpNetwork> {
  const model = createRnp({ ...smallRnp(12), ...options }, { seed: 3 });
  const { parameters, runningStatistics } = model.weights;
  const bold = Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => {
      const lifted = /decoder\/state\/output\/decoder2\/bias$/.test(name);
      const grown = name.startsWith('decoder/') && name.includes('/output/') ? 3 : 1;
      return [name, lifted ? tf.fill(tensor.shape, 0.3) : tf.mul(tensor, grown)];
    }),
  );
  const averages = Object.fromEntries(
    Object.entries(runningStatistics).map(([name, tensor]) => [name, tf.clone(tensor)]),
  );
  const old = model.replaceWeights({ parameters: bold, runningStatistics: averages });
  tf.dispose([old.parameters, old.runningStatistics] as tf.TensorContainer);
  return model;
}
