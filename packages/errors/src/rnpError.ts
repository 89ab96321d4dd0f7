import type { RnpErrorCode } from './errorCodes.js';
import { isObject, shown } from './shown.js';
import { isMessage, textOf, type Wording } from './wordingText.js';

/** The contents of an error beside its code and its message. */
export interface RnpErrorOptions {
  /**
   * The argument, file, entry of an archive or place in a tree that is at fault, such as `options.outputShape`,
   * `model/config.json`, `images.zip: entry a.png`, `root.children[2].patch`.
   */
  readonly path?: string | undefined;
  /** What was thrown first. */
  readonly cause?: unknown;
}

/**
 * The error that every package throws. Subclasses exist only for errors that carry more, such as DivergenceError of @rnp/vae.
 *
 * `code` is for programs and stays the same; `message` is for people: it begins with the path and says what to do.
 *
 * @example
 * try { await loadModelFolder('model'); }
 * catch (error) { if (isRnpError(error) && error.code === 'RNP_FILE') console.error(error.path); else throw error; }
 */
export class RnpError<Code extends string = RnpErrorCode> extends Error {
  override readonly name: string = 'RnpError';
  readonly code: Code;
  readonly path?: string;
  /** The message without the path. */
  readonly complaint: string;
  /** The message, in which options can be written otherwise than `message` has them: as flags, say. */
  readonly wording: Wording;

  /**
   * @param complaint with `worded` where it speaks of options
   * @throws RnpError `RNP_CONFIG` for what makes none
   */
  constructor(code: Code, complaint: string | Wording, options: RnpErrorOptions = {}) {
    requireParts(code, complaint, options);
    const { path, cause } = options;
    const parts = typeof complaint === 'string' ? [complaint] : complaint;
    const wording = path === undefined ? parts : [`${path}: `, ...parts];
    super(textOf(wording), cause === undefined ? undefined : { cause });
    this.code = code;
    this.complaint = textOf(parts);
    this.wording = wording;
    if (path !== undefined) this.path = path;
  }
}

/**
 * The text of an error, to show it or pass it on: its wording if it has one, as errors of our packages do, otherwise its message.
 *
 * @throws RnpError `RNP_CONFIG` for what is no error
 */
export function wordingOf(error: Error): Wording {
  const { wording, message } = (error ?? {}) as { readonly wording?: unknown; readonly message?: unknown };
  if (Array.isArray(wording) && isMessage(wording)) return wording;
  if (typeof message === 'string') return [message];
  throw new RnpError('RNP_CONFIG', `must be an error, not ${shown(error)}`, { path: 'error' });
}

/** An error is looked at where it is made: nobody does once it is shown. */
function requireParts(code: unknown, complaint: unknown, options: unknown): void {
  const refuse = (at: string, what: string, value: unknown): RnpError =>
    new RnpError('RNP_CONFIG', `must be ${what}, not ${shown(value)}`, { path: at });
  if (typeof code !== 'string' || code === '') throw refuse('code', 'a code, such as RNP_FILE', code);
  if (!isMessage(complaint)) throw refuse('complaint', 'a string, or what `worded` makes', complaint);
  if (!isObject(options)) throw refuse('options', 'an object with path, cause', options);
  const { path } = options;
  if (path !== undefined && typeof path !== 'string') throw refuse('options.path', 'a string', path);
}

/** Whether one of our packages threw this, also when two copies of a package are installed and `instanceof` knows only one. */
export function isRnpError(error: unknown): error is RnpError {
  return error instanceof Error && String((error as { readonly code?: unknown }).code).startsWith('RNP_');
}
