import type { SettingGroup } from './setting.js';
import { settingTable } from './settingTable.js';
import { defaultSettingValues } from './settingValues.js';

/** A setting for people: its name, its value in a recipe, its possible values, an example and its meaning. */
export interface SettingInRecipe {
  readonly name: string;
  readonly group: SettingGroup;
  /** Its value in the recipe; '' if it has none there. */
  readonly default: string;
  readonly values: string;
  readonly example: string;
  readonly meaning: string;
}

/**
 * Every setting with its value in a recipe, in the order in which they are listed.
 *
 * @param recipe a name of `recipes`. Default 'quick-start'
 * @throws UsageError RNP_CONFIG for an unknown recipe
 */
export function settingsInRecipe(recipe?: string): readonly SettingInRecipe[] {
  const valuesIn = defaultSettingValues(recipe);
  return settingTable.map(({ name, group, values, example, meaning }) => {
    return { name, group, default: valuesIn[name] ?? '', values, example, meaning };
  });
}
