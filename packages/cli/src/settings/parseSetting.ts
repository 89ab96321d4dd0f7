import { UsageError } from '../errors.js';
import type { Settings } from './settings.js';
import { settingTable } from './settingTable.js';

/**
 * One `name=value` of --set, as the part of the settings it changes.
 *
 * @param settings what has been settled so far
 * @throws UsageError for an unknown name or an unreadable value
 */
export function parseSetting(assignment: string, settings: Settings): Partial<Settings> {
  const at = assignment.indexOf('=');
  if (at < 1) throw new UsageError(`--set takes name=value, such as latent=16, not "${assignment}"`);
  const name = assignment.slice(0, at).trim();
  const setting = settingTable.find((one) => one.name === name);
  if (setting === undefined) {
    const names = settingTable.map((one) => one.name).join(', ');
    throw new UsageError(`there is no setting "${name}"; there are ${names} (rnp settings explains them)`);
  }
  return setting.change(assignment.slice(at + 1).trim(), settings);
}
