import { RnpError, shown } from '@rnp/errors';
import { isBytes, parseJson } from '@rnp/files';
import { checkSetting } from '../checks.js';
import type { Precisions } from '../infer/precisions.js';
import type { ModelKind } from '../network.js';

/** What to do about a damaged file. */
const again = 'Copy it again, or train the model again';

/** `config.json` of a saved model. Fields beside these are the writer's: training, data, command. */
export interface ModelDocument {
  readonly schema: 'rnp-model';
  readonly version: 1;
  readonly kind: ModelKind;
  /** The model's config, not checked yet. */
  readonly model: Readonly<Record<string, unknown>>;
  /** The model's own `precisions`, not checked yet; left out where it has none. */
  readonly precisions?: unknown;
  readonly [extra: string]: unknown;
}

/** Larger configs are neither written nor read. */
export const maxConfigBytes = 1_000_000;

/**
 * The document as UTF-8 JSON.
 *
 * @throws RnpError RNP_CONFIG when it is larger than 1 MB, or `extra` is no object, holds what JSON would change, or has one of the
 *   fields that make it a model's
 */
export function writeModelConfig(
  kind: ModelKind,
  model: object,
  extra: Readonly<Record<string, unknown>> = {},
  precisions: Precisions | null = null,
): Uint8Array {
  const fixed = { schema: 'rnp-model', version: 1, kind, model, precisions: precisions ?? undefined };
  checkSetting.object('extra', extra);
  checkSetting.json('extra', extra);
  const names = Object.keys(fixed);
  const own = names.find((name) => Object.hasOwn(extra, name));
  if (own !== undefined) {
    const problem = `is one of the config's own fields (${names.join(', ')}); store it under another name`;
    throw new RnpError('RNP_CONFIG', problem, { path: `extra.${own}` });
  }
  const text = JSON.stringify({ ...fixed, ...extra }, null, 2);
  const bytes = new TextEncoder().encode(`${text}\n`);
  if (bytes.length > maxConfigBytes) {
    throw new RnpError(
      'RNP_CONFIG',
      `a config of ${bytes.length} bytes is more than ${maxConfigBytes}; store less`,
    );
  }
  return bytes;
}

/**
 * `config.json` → its document, as far as it can be checked without building the model.
 *
 * @throws RnpError RNP_CONFIG
 */
export function readModelConfig(bytes: Uint8Array, path?: string): ModelDocument {
  const refuse = (problem: string, cause?: unknown): RnpError =>
    new RnpError('RNP_CONFIG', problem, { path, cause });
  if (path !== undefined) checkSetting.text('path', path);
  if (!isBytes(bytes)) {
    const problem = `must be the bytes of a file, a Uint8Array, not ${shown(bytes)}`;
    throw new RnpError('RNP_CONFIG', problem, { path: path ?? 'bytes' });
  }
  if (bytes.length === 0) throw refuse('the file is empty; it was cut off when it was written or copied');
  if (bytes.length > maxConfigBytes) throw refuse(`has ${bytes.length} bytes, more than ${maxConfigBytes}`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refuse(`is no JSON: it is no text in UTF-8; it is damaged. ${again}`, cause);
  }
  let document: unknown;
  try {
    document = parseJson(text, path ?? 'bytes');
  } catch (cause) {
    throw refuse(`${(cause as RnpError).complaint}. ${again}`, cause);
  }
  if (!isObject(document) || document.schema !== 'rnp-model') {
    throw refuse('is no config of a saved model: "schema" must be "rnp-model"');
  }
  if (document.version !== 1) {
    throw refuse(`is of version ${JSON.stringify(document.version)}, this package reads 1; update @rnp/vae`);
  }
  if (document.kind !== 'rnp' && document.kind !== 'conv-vae') {
    throw refuse(`"kind" must be "rnp" or "conv-vae", not ${JSON.stringify(document.kind)}`);
  }
  if (!isObject(document.model)) throw refuse('"model" must be an object');
  return document as unknown as ModelDocument;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
