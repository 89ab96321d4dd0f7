import { type LoadOptions, readTrained, type TrainedFiles, type TrainedModel } from './trainedModel.js';

// Written out, as bundlers find files only in this form.
const files: TrainedFiles = {
  config: new URL('../trained/fashion-mnist/config.json', import.meta.url),
  weights: new URL('../trained/fashion-mnist/model.safetensors', import.meta.url),
  card: new URL('../trained/fashion-mnist/card.json', import.meta.url),
};

/** Garments in four parts of four pieces each. Alone in a bundle; otherwise as `loadModel('fashion-mnist')`. */
export function load(options?: LoadOptions): Promise<TrainedModel> {
  return readTrained('fashion-mnist', files, options);
}
