import { assignmentsIn, nameOf, requireNoContradiction } from '../settings/contradictions.js';
import { parseSetting } from '../settings/parseSetting.js';
import { namesIn, requireEffect } from '../settings/requireEffect.js';
import { merge, settingsOf } from '../settings/settings.js';
import type { Settings } from '../settings/settingTypes.js';
import type { SweepEntry } from './file.js';
import { assignmentsOf } from './requireHeard.js';

/**
 * A recipe's settings, over them the base, over that the entry. One engine a run unless said, so that the numbers do not depend on
 * the machine.
 */
export function laidOver(start: Settings, base: SweepEntry, entry: SweepEntry, where: string): Settings {
  let settings: Settings = { ...start, workers: 1 };
  for (const { preset: _, set = {}, ...document } of [base, entry]) {
    const said = settingsOf(document, where);
    settings = merge(settings, said);
    const assignments = assignmentsOf(set);
    requireNoContradiction([...assignmentsIn(said), ...assignments]);
    for (const one of assignments) settings = merge(settings, parseSetting(one, settings));
    requireEffect([...namesIn(said), ...assignments.map(nameOf)], settings);
  }
  return settings;
}
