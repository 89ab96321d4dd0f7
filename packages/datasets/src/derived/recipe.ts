import { check, requireDataset } from '../checks.js';
import type { Dataset, Recipe } from '../dataset.js';

/**
 * The recipe of a data set that a function made.
 *
 * @throws RnpError `RNP_CONFIG`
 * @example createDataset({ ...data, images: negative, recipe: recipeOf('negative', 1, {}, [data]) })
 */
export function recipeOf(
  name: string,
  version: number,
  options: Readonly<Record<string, unknown>>,
  sources: readonly Dataset[],
): Recipe {
  check.text('name', name);
  check.wholeNumber('version', version, 1);
  check.object('options', options);
  check.array('sources', sources);
  const of = sources.map((source, i) => {
    requireDataset(source, `sources[${i}]`);
    return source.recipe ?? `${source.name} (${source.split})`;
  });
  return { name, version, options, of };
}
