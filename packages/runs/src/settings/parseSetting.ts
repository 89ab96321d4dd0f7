import { option, shown, worded } from '@rnp/errors';
import { check } from '../checks.js';
import { UsageError } from '../errors.js';
import { didYouMean } from '../words/didYouMean.js';
import { settingAliases, settingNames, settingTable } from './settingTable.js';
import type { Settings } from './settingTypes.js';

/**
 * One `name=value` of `set`, as the part of the settings it changes.
 *
 * @param settings what has been settled so far
 * @throws UsageError for an unknown name or an unreadable value
 */
export function parseSetting(assignment: string, settings: Settings): Partial<Settings> {
  check.text('assignment', assignment);
  check.object('settings', settings);
  const at = assignment.indexOf('=');
  if (at < 1)
    throw new UsageError(
      worded`${option('set')} takes name=value, such as latent=16, not ${shown(assignment)}`,
      {
        code: 'RNP_CONFIG',
      },
    );
  const name = assignment.slice(0, at).trim();
  const setting = settingTable.find((one) => one.name === name);
  if (setting === undefined) {
    throw unknownSetting(name);
  }
  return setting.change(assignment.slice(at + 1).trim(), settings);
}

/** For a name that no setting has: the nearest ones, or where there is none, all. */
export function unknownSetting(name: string): UsageError {
  check.text('name', name);
  const meant = didYouMean(name, settingNames, settingAliases);
  return new UsageError(`there is no setting "${name}"${meant}`, {
    code: 'RNP_CONFIG',
    choices: meant === '' ? settingNames : [],
  });
}
