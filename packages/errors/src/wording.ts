import { RnpError } from './rnpError.js';
import { isObject, shown } from './shown.js';
import {
  isMessage,
  isPart,
  type NamedOption,
  type NamedOptions,
  type OptionStyle,
  textOf,
  type Wording,
} from './wordingText.js';

/**
 * An option by its name in a program, as a part of `worded`.
 *
 * @param value the value that the message proposes; left out if it names only the option
 * @throws RnpError `RNP_CONFIG` for a name that is none
 */
export function option(name: string, value?: unknown): NamedOption {
  if (typeof name !== 'string') throw refused('name', 'a string', name);
  return value === undefined ? { option: name } : { option: name, value };
}

/** Options that are proposed together, in this order, as a part of `worded`. @throws RnpError `RNP_CONFIG` for what is no object */
export function options(values: Readonly<Record<string, unknown>>): NamedOptions {
  if (!isObject(values)) throw refused('values', 'an object of options by name', values);
  return { options: Object.entries(values).map(([name, value]) => option(name, value)) };
}

/**
 * A message that names options, as a template.
 *
 * @throws RnpError `RNP_CONFIG` for what is no template, or a part that says nothing
 * @example
 * worded`${dir} holds a run already; replace it with ${option('overwrite', true)}`
 */
export function worded(
  text: TemplateStringsArray,
  ...parts: readonly (string | number | NamedOption | NamedOptions | Wording)[]
): Wording {
  if (!Array.isArray(text) || text.some((before) => typeof before !== 'string'))
    throw refused('text', 'a template, as in worded`…`', text);
  return text.flatMap((before, i): Wording => {
    if (i >= parts.length) return [before];
    const part: unknown = parts[i];
    if (typeof part === 'number') return [before, String(part)];
    if (isPart(part)) return [before, part];
    if (Array.isArray(part) && isMessage(part)) return [before, ...part];
    throw refused(`parts[${i}]`, 'a text, a number, an option or a wording', part);
  });
}

/**
 * The message as text.
 *
 * @param style how options are written; by default as in a program
 * @throws RnpError `RNP_CONFIG` for what is no message or no style
 */
export function inWords(message: string | Wording, style?: OptionStyle): string {
  if (!isMessage(message)) throw refused('message', 'a string, or what `worded` makes', message);
  if (style === undefined) return textOf(message);
  if (!isObject(style)) throw refused('style', 'an object with write, between', style);
  if (typeof style.write !== 'function') throw refused('style.write', 'a function', style.write);
  if (typeof style.between !== 'string') throw refused('style.between', 'a string', style.between);
  return textOf(message, style);
}

function refused(path: string, what: string, value: unknown): RnpError {
  return new RnpError('RNP_CONFIG', `must be ${what}, not ${shown(value)}`, { path });
}
