import { option, shownTyped, worded } from '@rnp/errors';
import { check } from '../checks.js';
import { UsageError } from '../errors.js';
import { didYouMean, meantBy } from '../words/didYouMean.js';
import { bookkeepingTable } from './bookkeeping.js';
import { settingAliases, settingNames, settingTable } from './settingTable.js';
import type { Settings } from './settingTypes.js';

/**
 * Reads one text `name=value`.
 *
 * @param settings the settings so far
 * @returns the settings that it changes
 * @throws UsageError RNP_CONFIG for an unknown name or an unreadable value
 */
export function parseSetting(assignment: string, settings: Settings): Partial<Settings> {
  check.text('assignment', assignment);
  check.object('settings', settings);
  const at = assignment.indexOf('=');
  if (at < 1)
    throw new UsageError(
      worded`${option('set')} takes name=value, such as latent=16, not ${shownTyped(assignment)}`,
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

/** The error for a name that no setting has. It proposes the nearest names, or lists all if none is near. */
export function unknownSetting(name: string): UsageError {
  check.text('name', name);
  const [beside] = meantBy(name, [...settingNames, ...Object.keys(bookkeepingTable)], settingAliases);
  if (beside !== undefined && Object.hasOwn(bookkeepingTable, beside)) {
    return new UsageError(worded`${name} is no setting, but an option beside them: ${option(beside)}`, {
      code: 'RNP_CONFIG',
    });
  }
  const meant = didYouMean(name, settingNames, settingAliases);
  return new UsageError(`there is no setting "${name}"${meant}`, {
    code: 'RNP_CONFIG',
    choices: meant === '' ? settingNames : [],
  });
}
