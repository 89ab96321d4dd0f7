import { trainingConfig } from '@rnp/vae';
import { UsageError } from '../errors.js';
import type { CompleteSettings } from '../settings/settings.js';

/**
 * A resumed run keeps its settings: what would change its numbers is refused.
 *
 * @param asked the run's settings with what was typed on top
 * @throws UsageError naming each setting, with both values
 */
export function requireSameSettings(stored: CompleteSettings, asked: CompleteSettings): void {
  const differences = [
    ...differencesOf({ ...stored.model }, { ...asked.model }),
    // A run from before a setting was added has its default.
    ...differencesOf({ ...trainingConfig(stored.training) }, { ...asked.training }),
    ...differencesOf({ workers: stored.workers }, { workers: asked.workers }),
  ];
  if (differences.length === 0) return;
  throw new UsageError(
    `a resumed run keeps its settings, but ${differences.join(', ')}; leave these options away, or train anew to another --out`,
  );
}

function differencesOf(
  stored: Readonly<Record<string, unknown>>,
  asked: Readonly<Record<string, unknown>>,
): string[] {
  const names = new Set([...Object.keys(stored), ...Object.keys(asked)]);
  return [...names]
    .map((name) => [name, JSON.stringify(stored[name]), JSON.stringify(asked[name])] as const)
    .filter(([, before, now]) => before !== now)
    .map(([name, before, now]) => `${name} is ${short(before)} in the run and ${short(now)} was asked for`);
}

function short(value: string | undefined): string {
  if (value === undefined) return 'unset';
  return value.length > 40 ? `${value.slice(0, 38)}…` : value;
}
