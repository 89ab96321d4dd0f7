import { areWords, check, checkOptions, isCount, isObjectOf, isWord, type Look } from '../checks.js';
import { assignmentsIn, requireNoContradiction } from './contradictions.js';
import { documentFields, documentKeys, requiredKeys } from './documentFields.js';
import type { Settings } from './settingTypes.js';

const isSeed: Look = (path, value) => check.wholeNumber(path, value, 0);

const areOptions: Look = isObjectOf(
  Object.fromEntries(Object.entries(documentFields).map(([name, { look }]) => [name, look])),
);

/** `Settings`, whole or in part; what model and training hold is looked at where they are completed. */
const areSettings: Look = (path, value) => {
  areOptions(path, value);
  requireNoContradiction(assignmentsIn(value as Partial<Settings>), path);
};

/** What `SettingSources` may hold. */
const sources: Readonly<Record<string, Look>> = Object.freeze({
  base: areSettings,
  recipe: isWord,
  config: isWord,
  settings: areSettings,
  set: areWords,
  data: isWord,
  steps: isCount,
  seed: isSeed,
  workers: isCount,
});

/**
 * @param without sources that are none here
 * @throws RnpError RNP_CONFIG, UsageError
 */
export function checkSources(path: string, value: unknown, without: readonly string[] = []): void {
  checkOptions(
    path,
    value,
    Object.fromEntries(Object.entries(sources).filter(([name]) => !without.includes(name))),
  );
}

/** Whole settings. */
export const checkSettings: Look = (path, value) => {
  areSettings(path, value);
  check.options(path, value, requiredKeys, documentKeys);
};

/** What of the data decides settings: `DataShape`, and whatever else a data set has. */
export const isDataShape: Look = (path, value) => {
  check.object(path, value);
  const { imageShape, length } = value as Readonly<Record<string, unknown>>;
  check.numbers(`${path}.imageShape`, imageShape, 3);
  check.wholeNumber(`${path}.length`, length, 0);
};
