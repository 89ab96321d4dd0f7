import { requireBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { type ConvVaeNetwork, convVaeNetwork } from '../baseline/convVae.js';
import { type ConvVaeConfig, defaultConvVaeConfig } from '../baseline/convVaeConfig.js';
import { checkSetting } from '../checks.js';
import { precisionsOf } from '../infer/precisions.js';
import { Model } from '../model.js';
import type { Network } from '../network.js';
import { ownPart } from '../ownPart.js';
import { requireModel } from '../requireModel.js';
import type { Rnp } from '../rnp/rnp.js';
import { type RnpOptions, rnpConfig } from '../rnp/rnpConfig.js';
import { type RnpNetwork, type RnpParts, rnpNetwork } from '../rnp/rnpNetwork.js';
import { expectedShapes } from '../weightShapes.js';
import { type ModelDocument, readModelConfig, writeModelConfig } from './modelConfig.js';
import { type Precision, weightsFromSafetensors, weightsToSafetensors } from './weightFile.js';

/** A saved model: two files that belong together. */
export interface ModelFiles {
  readonly 'config.json': Uint8Array;
  readonly 'model.safetensors': Uint8Array;
}

/** A model read back, with all that its config.json said. The caller owns the model. */
export type LoadedModel =
  | { readonly kind: 'rnp'; readonly model: Rnp; readonly document: ModelDocument }
  | { readonly kind: 'conv-vae'; readonly model: Model<ConvVaeNetwork>; readonly document: ModelDocument };

/** Where the files come from, and the encoder and the leaf decoder of a model that was made with its own. */
export interface ModelFromFilesOptions extends RnpParts {
  /** The folder or address the files come from, named in errors. */
  readonly path?: string;
}

export interface ModelToFilesOptions {
  /** 'float16' halves the file, 'int8' quarters it; the model read back differs by the rounding. Default 'float32'. */
  readonly precision?: Precision;
}

/**
 * A model as files: in Node `saveModelFolder` of `@rnp/vae/node` writes them, in a browser they can be
 * downloaded or put into a store.
 *
 * @param extra plain JSON stored beside the model's config and its `precisions`: training, data, command; not `schema`, `version`, `kind`,
 *   `model` or `precisions`
 * @throws RnpError RNP_DIVERGED when a weight is NaN or infinite, RNP_CONFIG when `extra` is too large or has a field of the config's own, or the network is
 *   not what its config says, RNP_WEIGHTS when a weight is too large for float16
 */
export function modelToFiles(
  model: Rnp | Model<ConvVaeNetwork>,
  extra: Readonly<Record<string, unknown>> = {},
  options: ModelToFilesOptions = {},
): ModelFiles {
  requireModel(model);
  checkSetting.options('options', options, [], ['precision']);
  const { precision = 'float32' } = options;
  const own = ownPart(model.network);
  if (own !== null) {
    const problem = `has a part of your own (${own}), which no config can name; save its weights alone, by weightsToSafetensors`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'model.network' });
  }
  const { kind, config } = model.network.spec;
  return {
    'config.json': writeModelConfig(kind, config, extra, model.precisions),
    'model.safetensors': weightsToSafetensors(model.weights, precision),
  };
}

/**
 * Files → the model they hold.
 *
 * @throws RnpError RNP_CONFIG for a damaged or impossible config, RNP_WEIGHTS for damaged weights or ones
 *   that do not fit the config; no tensors are left then. RnpError RNP_BACKEND_MISSING where no backend was started
 */
export function modelFromFiles(files: ModelFiles, options: ModelFromFilesOptions = {}): LoadedModel {
  checkSetting.object('files', files);
  checkSetting.options('options', options, [], ['path', 'encoder', 'leaf']);
  const { path, ...parts } = options;
  if (path !== undefined) checkSetting.text('options.path', path);
  requireBackend();
  const placeOf = (file: keyof ModelFiles): string => (path === undefined ? file : `${path}/${file}`);
  const document = readModelConfig(files['config.json'], placeOf('config.json'));
  const weightsOf = (network: Network): ReturnType<typeof weightsFromSafetensors> =>
    weightsFromSafetensors(files['model.safetensors'], expectedShapes(network), placeOf('model.safetensors'));
  if (document.kind === 'rnp') {
    const network = built(
      (): RnpNetwork => rnpNetwork(rnpConfig(document.model as RnpOptions), parts),
      placeOf('config.json'),
    );
    const { precisions } = document;
    const own =
      precisions === undefined
        ? null
        : built(() => precisionsOf(network, precisions), placeOf('config.json'));
    const model = new Model(network, weightsOf(network));
    model.precisions = own;
    return { kind: 'rnp', model, document };
  }
  const config = { ...defaultConvVaeConfig, ...(document.model as Partial<ConvVaeConfig>) };
  const network = built((): ConvVaeNetwork => convVaeNetwork(config), placeOf('config.json'));
  return { kind: 'conv-vae', model: new Model(network, weightsOf(network)), document };
}

/** Whatever goes wrong while a network, or what belongs to it, is built from a file's config is the config's fault. */
function built<N>(build: () => N, path: string): N {
  try {
    return build();
  } catch (cause) {
    throw new RnpError('RNP_CONFIG', (cause as Error).message, { path, cause });
  }
}
