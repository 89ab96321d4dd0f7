import { type LoadOptions, readTrained, type TrainedFiles, type TrainedModel } from './trainedModel.js';

// Written out, as bundlers find files only in this form.
const files: TrainedFiles = {
  config: new URL('../trained/eth-80/config.json', import.meta.url),
  weights: new URL('../trained/eth-80/model.safetensors', import.meta.url),
  card: new URL('../trained/eth-80/card.json', import.meta.url),
};

/** Objects in colour, in four parts of four pieces each. Alone in a bundle; otherwise as `loadModel('eth-80')`. */
export function load(options?: LoadOptions): Promise<TrainedModel> {
  return readTrained('eth-80', files, options);
}
