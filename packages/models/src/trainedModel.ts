import { RnpError, shown } from '@rnp/errors';
import type { Preprocessing } from '@rnp/images';
import { type LoadedModel, modelFromFiles, type Rnp } from '@rnp/vae';
import { check } from './checks.js';
import type { ModelCard } from './modelCard.js';
import { modelPreprocessing } from './modelPreprocessing.js';
import type { PictureModel } from './parse.js';

/** A trained model with its preprocessing and its card. */
export interface TrainedModel extends PictureModel {
  readonly name: string;
  /** The caller owns it: call its `dispose` when it is no longer needed. */
  readonly model: Rnp;
  readonly preprocessing: Preprocessing;
  readonly card: ModelCard;
}

/** Where `loadModel` finds the files. */
export interface LoadOptions {
  /**
   * Address of a folder with the model's files `config.json`, `model.safetensors` and `card.json`. Needed
   * only with a bundler, such as esbuild, that does not follow `new URL(…, import.meta.url)`: copy
   * `node_modules/@rnp/models/trained/NAME` to the folder that is served, and give the address here. In a
   * browser it may be relative to the page; in Node it must be absolute.
   */
  readonly from?: string | URL;
  /** Stops loading; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Where a model's files are. */
export interface TrainedFiles {
  readonly config: URL;
  readonly weights: URL;
  readonly card: URL;
}

/**
 * Reads a trained model: from the package's folder in Node, in a browser from where the bundler has put it. Nothing is
 * fetched from other hosts.
 *
 * @throws RnpError RNP_FILE when a file cannot be read; RnpError RNP_CONFIG and RNP_WEIGHTS when one is damaged, RNP_CONFIG for an
 *   option that is unknown or none
 */
export async function readTrained(
  name: string,
  files: TrainedFiles,
  options: LoadOptions = {},
): Promise<TrainedModel> {
  check.options('options', options, [], ['from', 'signal']);
  const { from, signal } = options;
  if (signal !== undefined) check.signal('options.signal', signal);
  const { config, weights, card } = from === undefined ? files : filesIn(from);
  const [configBytes, weightBytes, cardBytes] = await Promise.all(
    [config, weights, card].map((file) => bytesOf(file, signal)),
  );
  const read: LoadedModel = modelFromFiles(
    { 'config.json': configBytes!, 'model.safetensors': weightBytes! },
    { path: `@rnp/models ${name}` },
  );
  if (read.kind !== 'rnp') {
    read.model.dispose();
    throw new RnpError('RNP_CONFIG', 'is no Recursive Neural Program', { path: String(config) });
  }
  try {
    const preprocessing = modelPreprocessing(read, String(config));
    if (preprocessing === null)
      throw new RnpError('RNP_CONFIG', 'takes no pictures', { path: String(config) });
    return { name, model: read.model, preprocessing, card: cardOf(cardBytes!, card) };
  } catch (error) {
    read.model.dispose();
    throw error;
  }
}

function filesIn(folder: string | URL): TrainedFiles {
  const page = (globalThis as { readonly document?: { readonly baseURI: string } }).document?.baseURI;
  if (!(folder instanceof URL)) check.text('options.from', folder);
  let base: URL;
  try {
    base = new URL(String(folder).replace(/\/?$/, '/'), page);
  } catch (cause) {
    const advice = "in Node such as new URL('mnist/', import.meta.url) or pathToFileURL(path)";
    const problem = `must be the address of a folder, ${advice}, not ${shown(folder)}`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'options.from', cause });
  }
  return {
    config: new URL('config.json', base),
    weights: new URL('model.safetensors', base),
    card: new URL('card.json', base),
  };
}

/** Node reads files itself: its `fetch` knows no file: addresses. */
async function bytesOf(file: URL, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const options = signal === undefined ? {} : { signal };
  try {
    if (file.protocol === 'file:') {
      const node = (globalThis.process as NodeJS.Process | undefined)?.getBuiltinModule?.('node:fs/promises');
      if (node !== undefined) return await node.readFile(file, options);
    }
    const response = await fetch(file, options);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const advice = 'With a bundler that leaves such files out, copy them and say where they are with `from`';
    const problem = `cannot be read: ${(cause as Error).message}. ${advice}`;
    throw new RnpError('RNP_FILE', problem, { path: file.href, cause });
  }
}

function cardOf(bytes: Uint8Array, file: URL): ModelCard {
  try {
    const card = JSON.parse(new TextDecoder().decode(bytes)) as ModelCard;
    if (typeof card.name === 'string' && typeof card.figures?.ssePerImage === 'number') return card;
  } catch {}
  throw new RnpError('RNP_CONFIG', 'is no card of a model; install @rnp/models again', { path: file.href });
}
