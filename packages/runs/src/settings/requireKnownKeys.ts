import { defaultTrainingConfig, modelSettings, rnpConfig } from '@rnp/vae';
import { wrongSetting } from '../errors.js';
import { didYouMean } from '../words/didYouMean.js';
import { documentKeys } from './documentFields.js';

/** Whether this is a saved model's config.json, which holds whatever its writer put beside the settings. */
export function isSavedModel(content: unknown): boolean {
  return (content as { readonly schema?: unknown } | null)?.schema === 'rnp-model';
}

/**
 * Sees that settings in plain JSON hold nothing that nobody would hear of: a run without it would be another one.
 *
 * @param path where they stand, named in errors
 * @throws UsageError naming the key, with what may have been meant
 */
export function requireKnownKeys(content: Readonly<Record<string, unknown>>, path: string): void {
  if (isSavedModel(content)) return;
  const stranger = Object.keys(content).find((key) => !documentKeys.some((known) => known === key));
  if (stranger === undefined) return;
  throw wrongSetting(`${path}: ${stranger}`, `is an unknown setting of a file${meantBy(stranger)}`);
}

function meantBy(stranger: string): string {
  const owner = Object.hasOwn(defaultTrainingConfig, stranger)
    ? 'training'
    : Object.hasOwn({ ...rnpConfig(), ...modelSettings }, stranger)
      ? 'model'
      : null;
  if (owner !== null) return `; it belongs in "${owner}": { "${owner}": { "${stranger}": … } }`;
  return didYouMean(stranger, documentKeys) || `; there are ${documentKeys.join(', ')}`;
}
