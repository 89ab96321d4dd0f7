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

/**
 * An option by its name in a program, as a part of `worded`.
 *
 * @param value the value that the message proposes; left out if it names only the option
 */
export function option(name: string, value?: unknown): NamedOption {
  return value === undefined ? { option: name } : { option: name, value };
}

/** Options that are proposed together, in this order, as a part of `worded`. */
export function options(values: Readonly<Record<string, unknown>>): NamedOptions {
  return { options: Object.entries(values).map(([name, value]) => option(name, value)) };
}

/**
 * A message that names options, as a template.
 *
 * @example
 * worded`${dir} holds a run already; replace it with ${option('overwrite', true)}`
 */
export function worded(
  text: TemplateStringsArray,
  ...parts: readonly (string | number | NamedOption | NamedOptions | Wording)[]
): Wording {
  return text.flatMap((before, i): Wording => {
    if (i === parts.length) return [before];
    const part = parts[i]!;
    if (typeof part === 'number') return [before, String(part)];
    return isWording(part) ? [before, ...part] : [before, part];
  });
}

function isWording(part: object | string): part is Wording {
  return Array.isArray(part);
}

/**
 * The message as text.
 *
 * @param style how options are written; by default as in a program
 */
export function inWords(message: string | Wording, style: OptionStyle = asProperties): string {
  if (typeof message === 'string') return message;
  return message
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'options' in part ? part.options.map(style.write).join(style.between) : style.write(part);
    })
    .join('');
}
