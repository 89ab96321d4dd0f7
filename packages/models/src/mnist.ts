import { type LoadOptions, readTrained, type TrainedFiles, type TrainedModel } from './trainedModel.js';

// Written out, as bundlers find files only in this form.
const files: TrainedFiles = {
  config: new URL('../trained/mnist/config.json', import.meta.url),
  weights: new URL('../trained/mnist/model.safetensors', import.meta.url),
  card: new URL('../trained/mnist/card.json', import.meta.url),
};

/** Digits in four strokes of four pieces each. Alone in a bundle; otherwise as `loadModel('mnist')`. */
export function load(options?: LoadOptions): Promise<TrainedModel> {
  return readTrained('mnist', files, options);
}
