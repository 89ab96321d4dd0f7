import { type LoadOptions, readTrained, type TrainedFiles, type TrainedModel } from './trainedModel.js';

// Written out, as bundlers find files only in this form.
const files: TrainedFiles = {
  config: new URL('../trained/eth-80/config.json', import.meta.url),
  weights: new URL('../trained/eth-80/model.safetensors', import.meta.url),
  card: new URL('../trained/eth-80/card.json', import.meta.url),
};

/**
 * Loads the model of ETH-80: an object in colour is four parts of four pieces each. As `loadModel('eth-80')`,
 * but a bundle that imports this entry contains no other model.
 *
 * @throws RnpError as `loadModel`
 */
export function load(options?: LoadOptions): Promise<TrainedModel> {
  return readTrained('eth-80', files, options);
}
