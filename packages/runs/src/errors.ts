import { RnpError, type RnpErrorCode, type RnpErrorOptions, type Wording } from '@rnp/errors';
import { areTexts, check, checkOptions } from './checks.js';

/** The details of a `UsageError`. */
export interface UsageErrorOptions extends RnpErrorOptions {
  /** The possible values; a terminal lists them below the message. */
  readonly choices?: readonly string[];
  /** Default RNP_USAGE. For a setting or a name, the code that every package uses for that mistake. */
  readonly code?: UsageCode;
}

/** The codes of a `UsageError`. */
export type UsageCode = Extract<
  RnpErrorCode,
  'RNP_USAGE' | 'RNP_CONFIG' | 'RNP_FILE' | 'RNP_BACKEND_UNKNOWN'
>;

const usageCodes: readonly UsageCode[] = Object.freeze([
  'RNP_USAGE',
  'RNP_CONFIG',
  'RNP_FILE',
  'RNP_BACKEND_UNKNOWN',
] as const);

/** A mistake of the user. A terminal shows it as one line, without a stack trace. */
export class UsageError extends RnpError<UsageCode> {
  override readonly name = 'UsageError';
  readonly choices: readonly string[];

  /** @throws RnpError `RNP_CONFIG` for invalid arguments */
  constructor(complaint: string | Wording, options: UsageErrorOptions = {}) {
    checkOptions('options', options, {
      choices: areTexts,
      code: (path, value) => check.choice(path, value, usageCodes),
      path: check.text,
      cause: () => undefined,
    });
    const { choices = [], code = 'RNP_USAGE', path, cause } = options;
    super(code, complaint, { path, cause });
    this.choices = choices;
  }
}

/**
 * Of a setting whose value is none: RNP_CONFIG, as every package says of a wrong option.
 *
 * @param path the setting, or where it stands: `latent`, `sweep.yaml: seeds`
 * @param complaint what it must be and what it is
 */
export function wrongSetting(
  path: string,
  complaint: string | Wording,
  choices: readonly string[] = [],
): UsageError {
  return new UsageError(complaint, { code: 'RNP_CONFIG', path, choices });
}

/**
 * Tells whether an error is a typed error of this project (`RNP_…`) or one of the file system (with a
 * `syscall`). Its message says what to do, so a stack trace adds nothing.
 */
export function isExpected(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return typeof code === 'string' && (code.startsWith('RNP_') || typeof syscall === 'string');
}
