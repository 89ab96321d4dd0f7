import { sha256 } from '@rnp/files/node';
import type { Preprocessing } from '@rnp/images';
import type { OpenedModel } from '../models/openModel.js';
import { version } from '../version.js';
import { hashOfImages, type ListedImage } from './listing.js';

/** What is done to every picture. */
export interface CorpusOptions {
  /** How it is prepared for the model. */
  readonly preprocessing: Preprocessing;
  /** Steps of inference by prediction errors; 0 for one look of the encoder. */
  readonly infer: number;
}

/** Everything except the picture that decides the numbers of its tree. */
export interface CorpusWork {
  /** Version of @rnp/runs. */
  readonly rnp: string;
  readonly model: Pick<OpenedModel, 'name' | 'sha256'>;
  readonly backend: string;
  readonly options: CorpusOptions;
}

export function corpusWork(opened: OpenedModel, preprocessing: Preprocessing, infer = 0): CorpusWork {
  const { name, sha256: hashes, backend } = opened;
  return {
    rnp: version,
    model: { name, sha256: hashes },
    backend,
    options: { preprocessing, infer },
  };
}

/** The same for the same images and the same work, wherever they lie and whatever the model is called. */
export function keyOf(images: readonly ListedImage[], { rnp, model, backend, options }: CorpusWork): string {
  const { size, channels, fit, background, invert, ink } = options.preprocessing;
  const { 'config.json': config, 'model.safetensors': weights } = model.sha256;
  const work = [rnp, config, weights, backend, options.infer];
  const prepared = [size, channels, fit, background, invert, ink];
  return sha256(JSON.stringify([...work, ...prepared, hashOfImages(images)]));
}
