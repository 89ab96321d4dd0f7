import type { Preprocessing } from './preprocessing.js';

/** What each word stands for. */
export type Words<Value> = Readonly<Record<string, Value>>;

/** How settings of a preprocessing are written in the name of a folder of pictures, 'photos?colour=yes&fit=cover', and at a command. */
export const preprocessingWords: {
  readonly colour: Words<Preprocessing['channels']>;
  readonly fit: Words<Preprocessing['fit']>;
  readonly background: Words<Preprocessing['background']>;
  readonly invert: Words<Preprocessing['invert']>;
  readonly ink: Words<Preprocessing['ink']>;
} = Object.freeze({
  colour: Object.freeze({ yes: 3, no: 1 }),
  fit: Object.freeze({ contain: 'contain', cover: 'cover', stretch: 'stretch' }),
  background: Object.freeze({ auto: 'auto', white: 'white', black: 'black' }),
  invert: Object.freeze({ auto: 'auto', yes: true, no: false }),
  ink: Object.freeze({ yes: true, no: false }),
});
