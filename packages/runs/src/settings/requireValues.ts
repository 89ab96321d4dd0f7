import { misfit, type ValueDescription } from '@rnp/errors';
import { modelSettings, rnpConfig, trainingSettings } from '@rnp/vae';
import { wrongSetting } from '../errors.js';
import { didYouMean } from '../words/didYouMean.js';
import { isSavedModel } from './requireKnownKeys.js';

type Rows = Readonly<Record<string, { readonly values: ValueDescription }>>;

const groups: Readonly<Record<string, Rows>> = Object.freeze({
  model: modelSettings,
  training: trainingSettings,
});

/**
 * Sees that each value in settings in plain JSON is one that its setting takes. Once they are laid over others nobody knows any more that it
 * came from a file, and of one that is laid over nobody would hear. What must suit each other is seen when they are complete.
 *
 * @param path where they stand, named in errors
 * @throws UsageError naming the setting
 */
export function requireValues(content: Readonly<Record<string, unknown>>, path: string): void {
  for (const [group, rows] of Object.entries(groups)) {
    const known = [
      ...new Set([...Object.keys(rows), ...(group === 'model' ? Object.keys(rnpConfig()) : [])]),
    ];
    for (const [name, value] of Object.entries(content[group] ?? {})) {
      const place = `${path}: ${group}.${name}`;
      if (!known.includes(name) && !isSavedModel(content)) {
        const meant = didYouMean(name, known);
        throw wrongSetting(place, `is no setting${meant === '' ? `; there are ${known.join(', ')}` : meant}`);
      }
      const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
      const complaint = row === undefined ? null : misfit(value, row.values);
      if (complaint !== null) throw wrongSetting(place, complaint);
    }
  }
}
