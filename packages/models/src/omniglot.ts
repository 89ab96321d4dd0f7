import { type LoadOptions, readTrained, type TrainedFiles, type TrainedModel } from './trainedModel.js';

// Written out, as bundlers find files only in this form.
const files: TrainedFiles = {
  config: new URL('../trained/omniglot/config.json', import.meta.url),
  weights: new URL('../trained/omniglot/model.safetensors', import.meta.url),
  card: new URL('../trained/omniglot/card.json', import.meta.url),
};

/** Written characters in four strokes of four pieces each. Alone in a bundle; otherwise as `loadModel('omniglot')`. */
export function load(options?: LoadOptions): Promise<TrainedModel> {
  return readTrained('omniglot', files, options);
}
