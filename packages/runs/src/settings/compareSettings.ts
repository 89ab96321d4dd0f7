import { option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';
import { augmentationText } from './augmentation.js';
import type { CompleteSettings } from './settingTypes.js';

/**
 * A resumed run keeps its settings: what would change its numbers is refused.
 *
 * @param asked the run's settings with what was typed on top
 * @throws UsageError naming each setting, with both values
 */
export function requireSameSettings(stored: CompleteSettings, asked: CompleteSettings): void {
  const differences = [
    ...differencesOf({ ...stored.model }, { ...asked.model }),
    ...differencesOf({ ...stored.training }, { ...asked.training }),
    ...differencesOf(
      { network: stored.network, workers: stored.workers, augment: augmentationText(stored.augment) },
      { network: asked.network, workers: asked.workers, augment: augmentationText(asked.augment) },
    ),
  ];
  if (differences.length === 0) return;
  throw new UsageError(
    worded`a resumed run keeps its settings, but ${differences.join(', ')}; leave these options away, or train anew to another ${option('out')}`,
  );
}

/** `name is … in the run and … was asked for` for each value that is not the same. */
export function differencesOf(
  stored: Readonly<Record<string, unknown>>,
  asked: Readonly<Record<string, unknown>>,
  where: 'run' | 'model' = 'run',
): string[] {
  return differingValues(stored, asked).map(
    ([name, before, now]) => `${name} is ${before} in the ${where} and ${now} was asked for`,
  );
}

/** Names of values that are not the same, with both as text. */
export function differingValues(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): (readonly [name: string, one: string, other: string])[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names]
    .map((name) => [name, JSON.stringify(one[name]), JSON.stringify(other[name])] as const)
    .filter(([, before, now]) => before !== now)
    .map(([name, before, now]) => [name, short(before), short(now)]);
}

function short(value: string | undefined): string {
  if (value === undefined) return 'unset';
  return value.length > 40 ? `${value.slice(0, 38)}…` : value;
}
