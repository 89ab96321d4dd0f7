import type { SettingGround } from '@rnp/errors';
import { defaultTrainingConfig, rnpConfig } from '@rnp/vae';
import { UsageError } from '../errors.js';
import { levelPenalties } from './levelPenalties.js';
import type { Beside } from './setting.js';
import { settingTable } from './settingTable.js';
import type { CompleteSettings, Settings } from './settingTypes.js';

/** The baseline is made as large as the program would be, so what makes the program larger is a setting of the baseline, too. */
const baseline: SettingGround<Beside> = {
  said: 'network=conv-vae, which has no levels, parts or hypernetworks',
  holds: ({ network }) => network === 'conv-vae',
};

/**
 * Sees that what one place says (`--set` options, a file, an entry of a sweep) changes what is computed. What a weaker place says, a
 * recipe or the base of a sweep, may lose its effect to a stronger one.
 *
 * @param names of settings that the place says
 * @param settings with all that the place says
 * @throws UsageError naming the setting, and the one that leaves it without effect
 */
export function requireEffect(names: readonly string[], settings: Settings): void {
  for (const name of names) {
    const ground = groundOf(name, settings);
    if (ground === undefined) continue;
    throw new UsageError(`${name} has no effect with ${ground.said}; leave ${name} away`);
  }
}

/**
 * What is left of complete settings without what has no effect: each of those has its default, so that settings of the same numbers are
 * the same.
 */
export function effective(settings: CompleteSettings): CompleteSettings {
  const plain = <Part extends object>(part: Part, defaults: Readonly<Record<string, unknown>>): Part =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [
        name,
        groundOf(name, settings) === undefined ? value : defaults[name],
      ]),
    ) as Part;
  const training = plain(settings.training, { ...defaultTrainingConfig });
  return {
    ...settings,
    // The baseline is made as large as the whole program.
    model: baseline.holds(settings) ? settings.model : plain(settings.model, { ...rnpConfig() }),
    // Weights of 0 are no penalty, however many.
    training: {
      ...training,
      ...Object.fromEntries(
        levelPenalties.flatMap((name) =>
          training[name].some((weight) => weight > 0) ? [] : [[name, defaultTrainingConfig[name]]],
        ),
      ),
    },
  };
}

function groundOf(name: string, settings: Beside): SettingGround<Beside> | undefined {
  const { ofParts = false, idleWith = [] } = settingTable.find((one) => one.name === name) ?? {};
  return [...(ofParts ? [baseline] : []), ...idleWith].find(({ holds }) => holds(settings));
}

/** Names of the settings that stand in objects. */
export function namesIn({ model = {}, training = {} }: Partial<Settings>): readonly string[] {
  return Object.entries({ ...model, ...training }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
}
