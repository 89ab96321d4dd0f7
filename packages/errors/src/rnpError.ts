import type { RnpErrorCode } from './errorCodes.js';
import { inWords, type Wording } from './wording.js';

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

  /** @param complaint with `worded` where it speaks of options */
  constructor(code: Code, complaint: string | Wording, { path, cause }: RnpErrorOptions = {}) {
    const parts = typeof complaint === 'string' ? [complaint] : complaint;
    const wording = path === undefined ? parts : [`${path}: `, ...parts];
    super(inWords(wording), cause === undefined ? undefined : { cause });
    this.code = code;
    this.complaint = inWords(parts);
    this.wording = wording;
    if (path !== undefined) this.path = path;
  }
}

/** The text of an error, to show it or pass it on: its wording if it has one, as errors of our packages do, otherwise its message. */
export function wordingOf(error: Error): Wording {
  const { wording } = error as { readonly wording?: unknown };
  return Array.isArray(wording) ? wording : [String(error.message)];
}

/** Whether one of our packages threw this, also when two copies of a package are installed and `instanceof` knows only one. */
export function isRnpError(error: unknown): error is RnpError {
  return error instanceof Error && String((error as { readonly code?: unknown }).code).startsWith('RNP_');
}
