import { RnpError, shown } from '@rnp/errors';
import { isBytes, readSafetensorsHeader, withSafetensorsMetadata } from '@rnp/files';
import { maxConfigBytes } from './modelConfig.js';
import type { ModelFiles } from './modelFiles.js';
import { requireRecord } from './requireRecord.js';

/** The note of a safetensors file that holds the text of `config.json`. */
const configNote = 'config';

/**
 * A model as one file, to download or send: its safetensors file, with the text of its `config.json` as the metadata
 * entry `config`. Weights keep their precision; readers of safetensors find the weights as usual.
 *
 * @throws RnpError RNP_WEIGHTS when the weights are damaged; RnpError RNP_CONFIG when there is no config
 */
export function modelFileOf(files: ModelFiles): Uint8Array {
  requireRecord('files', files, 'RNP_CONFIG');
  const { metadata } = readSafetensorsHeader(files['model.safetensors']);
  const bytes = files['config.json'];
  if (!isBytes(bytes)) {
    throw new RnpError('RNP_CONFIG', `must be a Uint8Array, not ${shown(bytes)}`, { path: 'config.json' });
  }
  const config = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return withSafetensorsMetadata(files['model.safetensors'], { ...metadata, [configNote]: config });
}

/** Whether these weights have their config with them in one file. @throws RnpError RNP_WEIGHTS as `filesOfModelFile` */
export function hasConfig(bytes: Uint8Array, path?: string): boolean {
  return readSafetensorsHeader(bytes, path).metadata[configNote] !== undefined;
}

/**
 * The two files of a model from its one file; `modelFromFiles` makes the model from them.
 *
 * @param path named in errors
 * @throws RnpError RNP_WEIGHTS for a damaged file or one of another kind; RnpError RNP_CONFIG for weights without their config
 */
export function filesOfModelFile(bytes: Uint8Array, path?: string): ModelFiles {
  const { metadata } = readSafetensorsHeader(bytes, path);
  const { [configNote]: config, ...others } = metadata;
  if (config === undefined) {
    const problem =
      'these are weights without a config: give config.json together with them, or the folder that holds both, or one file of both';
    throw new RnpError('RNP_CONFIG', problem, { path });
  }
  if (config.length > maxConfigBytes) {
    const problem = `has a config of ${config.length} characters, more than ${maxConfigBytes}`;
    throw new RnpError('RNP_WEIGHTS', problem, { path });
  }
  return {
    'config.json': new TextEncoder().encode(config),
    'model.safetensors': withSafetensorsMetadata(bytes, others, path),
  };
}
