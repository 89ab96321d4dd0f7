import { type LoadOptions, readTrained, type TrainedFiles, type TrainedModel } from './trainedModel.js';

// Written out, as bundlers find files only in this form.
const files: TrainedFiles = {
  config: new URL('../trained/mnist/config.json', import.meta.url),
  weights: new URL('../trained/mnist/model.safetensors', import.meta.url),
  card: new URL('../trained/mnist/card.json', import.meta.url),
};

/**
 * Loads the model of MNIST: a digit is four strokes of four pieces each. As `loadModel('mnist')`, but a
 * bundle that imports this entry contains no other model.
 *
 * @throws RnpError as `loadModel`
 */
export function load(options?: LoadOptions): Promise<TrainedModel> {
  return readTrained('mnist', files, options);
}
