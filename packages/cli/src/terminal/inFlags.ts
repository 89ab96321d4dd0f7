import { inWords, type NamedOption, type OptionStyle, type Wording, wordingOf } from '@rnp/errors';
import type { AdaptOptions } from '@rnp/runs/run';
import { settingNames } from '@rnp/runs/settings';
import { shellCommand, shellOption } from '@rnp/runs/words';
import { ownCommand } from './ownCommand.js';

/** Options of @rnp/runs that are called otherwise here; others are called the same, with dashes between their words. */
const flags: Readonly<Record<string, string>> = Object.freeze({
  recipe: '--preset',
  backends: '--backend',
  destination: '--out',
  maxObjects: '--objects',
  'adapt.kept': '--keep-encoder',
  'limits.engines': '--max-engines',
  'limits.steps': '--max-steps',
  'limits.parameters': '--max-parameters',
});

/** Messages with options as flags of the command, so that what they propose can be pasted. */
export const flagStyle: OptionStyle = Object.freeze({ write: asFlag, between: ' ' });

/** A message with its options as flags, which begins with a setting or a flag as they are typed, not with the way to it in a call. */
export function inFlags(message: string | Wording): string {
  return inWords(message, flagStyle)
    .replace(/^training\.(?=(\w+)[^ ]*: )/, (way, name) => (settingNames.includes(name) ? '' : way))
    .replace(/^options\.(?!json:|ya?ml:)(\w+)(?=[^ ]*: )/, (_, name) => asFlag({ option: name }));
}

/** What an error says, with its options as flags. */
export function messageInFlags(error: Error): string {
  return inFlags(wordingOf(error));
}

/** `--overwrite`, `--data 'my photos'`, `--set latent=8 levels=3`. */
function asFlag({ option, value }: NamedOption): string {
  if (option === 'adapt' && isAdaptation(value)) return asCommand(value);
  // A run that is begun anew begins with a recipe.
  if (option === 'recipe' && typeof value === 'string') return ownCommand(['train', '--preset', value]);
  // Whoever is told of a run's folder by another command goes on with the run there.
  if (option === 'resume' && typeof value === 'string') return ownCommand(['train', '--resume', value]);
  const flag = flags[option] ?? `--${dashed(option)}`;
  if (value === undefined || value === true) return flag;
  if (value === false) return flag.replace(/^--/, '--no-');
  if (!Array.isArray(value))
    return shellOption(flag, typeof value === 'string' ? value : JSON.stringify(value));
  return option === 'set' ? `${flag} ${shellCommand(value.map(String))}` : shellOption(flag, value.join(','));
}

/** `evaluate-every` of `evaluateEvery`. */
export function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The flag that asks a command for what is kept of a model. */
const keeping: Readonly<Record<AdaptOptions['kept'], readonly string[]>> = Object.freeze({
  hypernetworks: [],
  'encoder and hypernetworks': ['--keep-encoder'],
  'state hypernetwork': ['--new-policy'],
});

/** What comes from a queue may be anybody's. */
function isAdaptation(value: unknown): value is AdaptOptions {
  const { model, kept } = (value ?? {}) as Partial<AdaptOptions>;
  return typeof model === 'string' && Object.hasOwn(keeping, String(kept));
}

/** Whoever adapts a model asks a command of its own for that. */
function asCommand({ model, kept }: AdaptOptions): string {
  return ownCommand(['adapt', '--model', model, ...keeping[kept]]);
}
