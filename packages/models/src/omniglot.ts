import { type LoadOptions, readTrained, type TrainedFiles, type TrainedModel } from './trainedModel.js';

// Written out, as bundlers find files only in this form.
const files: TrainedFiles = {
  config: new URL('../trained/omniglot/config.json', import.meta.url),
  weights: new URL('../trained/omniglot/model.safetensors', import.meta.url),
  card: new URL('../trained/omniglot/card.json', import.meta.url),
};

/**
 * Loads the model of Omniglot: a written character is four strokes of four pieces each. As
 * `loadModel('omniglot')`, but a bundle that imports this entry contains no other model.
 *
 * @throws RnpError as `loadModel`
 */
export function load(options?: LoadOptions): Promise<TrainedModel> {
  return readTrained('omniglot', files, options);
}
