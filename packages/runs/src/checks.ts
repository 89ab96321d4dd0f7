import { type ArgumentChecks, argumentChecks, misfit, RnpError, type ValueDescription } from '@rnp/errors';

/** RNP_CONFIG of an argument. */
export const refused = (path: string, complaint: string): RnpError =>
  new RnpError('RNP_CONFIG', complaint, { path });

/** Checks of arguments: RNP_CONFIG, with what an unknown option may have meant. */
export const check: ArgumentChecks = argumentChecks(refused);

/** Looks at the value of an option. */
export type Look = (path: string, value: unknown) => void;

/** An object of options: no unknown name, all `required` ones, and of each that is given a value that fits. */
export function checkOptions(
  path: string,
  value: unknown,
  looks: Readonly<Record<string, Look>>,
  required: readonly string[] = [],
): void {
  check.options(
    path,
    value,
    required,
    Object.keys(looks).filter((name) => !required.includes(name)),
  );
  for (const [name, one] of Object.entries(value as object)) {
    if (one !== undefined) looks[name]!(`${path}.${name}`, one);
  }
}

/** A value that the row of a setting describes. */
export function isDescribed(values: ValueDescription): Look {
  return (path, value) => {
    const complaint = misfit(value, values);
    if (complaint !== null) throw refused(path, complaint);
  };
}

/** True or false, and not a word that is taken for true. */
export const isFlag: Look = (path, value) => check.choice(path, value, [true, false]);

/** A whole number from 1. */
export const isCount: Look = (path, value) => check.wholeNumber(path, value, 1);

/** A text that is not empty: a name, a path. */
export const isWord: Look = (path, value) => {
  check.text(path, value);
  if (value === '') throw refused(path, 'must not be empty');
};

export const areWords: Look = (path, value) => check.list(path, value, isWord);

/** Names, one at least, from the most to the least wanted. */
export const areChoices: Look = (path, value) => {
  areWords(path, value);
  if ((value as readonly string[]).length === 0) throw refused(path, 'must name one at least');
};

export function orNull(look: Look): Look {
  return (path, value) => {
    if (value !== null) look(path, value);
  };
}

export function isObjectOf(looks: Readonly<Record<string, Look>>, required: readonly string[] = []): Look {
  return (path, value) => checkOptions(path, value, looks, required);
}

export const areTexts: Look = (path, value) => check.list(path, value, check.text);
