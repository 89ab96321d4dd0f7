import { isObject } from './shown.js';

/** An option that a message names, with the value that it proposes. */
export interface NamedOption {
  readonly option: string;
  readonly value?: unknown;
}

/** Options that belong together, as a call or a command has them. */
export interface NamedOptions {
  readonly options: readonly NamedOption[];
}

/**
 * A message that names options. A program writes an option as `overwrite: true`, a terminal as `--overwrite`: the code that
 * shows the message chooses.
 */
export type Wording = readonly (string | NamedOption | NamedOptions)[];

/** How options are written, depending on the reader of the message. */
export interface OptionStyle {
  readonly write: (named: NamedOption) => string;
  /** What stands between options that belong together. */
  readonly between: string;
}

/** `overwrite: true`, or the name alone. */
const asProperties: OptionStyle = Object.freeze({
  write: ({ option: name, value }: NamedOption) =>
    value === undefined ? name : `${name}: ${JSON.stringify(value)}`,
  between: ', ',
});

/** Whether a part is a text, an option, or options that belong together. */
export function isPart(part: unknown): part is string | NamedOption | NamedOptions {
  if (typeof part === 'string') return true;
  if (!isObject(part)) return false;
  if (part.options === undefined) return typeof part.option === 'string';
  return Array.isArray(part.options) && part.options.every((named) => isObject(named) && isPart(named));
}

/** Whether this is a message: a text, or a list of parts. */
export function isMessage(message: unknown): message is string | Wording {
  return typeof message === 'string' || (Array.isArray(message) && message.every(isPart));
}

/** The message as text; it is looked at before. */
export function textOf(message: string | Wording, style: OptionStyle = asProperties): string {
  if (typeof message === 'string') return message;
  return message
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'options' in part ? part.options.map(style.write).join(style.between) : style.write(part);
    })
    .join('');
}
