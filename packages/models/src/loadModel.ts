import { meant, RnpError, shown } from '@rnp/errors';
import type { LoadOptions, TrainedModel } from './trainedModel.js';

/** The name of a trained model. */
export type ModelName = 'mnist' | 'fashion-mnist' | 'omniglot' | 'eth-80';

type Entry = Pick<typeof import('./mnist.js'), 'load'>;

/** Imported when asked for, so that a page loads what it uses. */
const models: Readonly<Record<ModelName, () => Promise<Entry>>> = {
  mnist: () => import('./mnist.js'),
  'fashion-mnist': () => import('./fashionMnist.js'),
  omniglot: () => import('./omniglot.js'),
  'eth-80': () => import('./eth80.js'),
};

/** The names of all trained models. */
export const modelNames: readonly ModelName[] = Object.freeze(Object.keys(models) as ModelName[]);

/** Tells whether a trained model has this name. */
export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(models, name);
}

/**
 * Loads a trained model and its card: in Node from the package's folder, in a browser from the place where
 * the bundler put it, or from `options.from`. Choose a backend first (`useBackend`).
 *
 * @throws RnpError RNP_CONFIG for an unknown name or an invalid option; RnpError RNP_FILE if a file cannot be
 *   read; RnpError RNP_CONFIG or RNP_WEIGHTS if a file is damaged; the signal's reason when it is aborted
 * @example
 * await useBackend('wasm');
 * const { model, card } = await loadModel('mnist');
 * const [tree] = await model.parse(images); // [1, 28, 28, 1], light ink on black, in [0, 1]
 */
export async function loadModel(name: ModelName, options?: LoadOptions): Promise<TrainedModel> {
  if (!isModelName(name)) {
    throw new RnpError(
      'RNP_CONFIG',
      typeof name === 'string'
        ? `there is no model "${name}"; there are ${modelNames.join(', ')}${meant(name, modelNames)}`
        : `must be one of ${modelNames.join(', ')}, not ${shown(name)}`,
      { path: 'name' },
    );
  }
  const { load } = await models[name]();
  return load(options);
}
