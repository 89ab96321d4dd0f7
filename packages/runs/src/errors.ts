import { RnpError, type RnpErrorCode, type RnpErrorOptions, type Wording } from '@rnp/errors';

export interface UsageErrorOptions extends RnpErrorOptions {
  /** What could have been given instead; a terminal shows them below the message, in columns. */
  readonly choices?: readonly string[];
  /** RNP_USAGE unless given; of a setting or a name it is the code that any package gives to that mistake. */
  readonly code?: UsageCode;
}

export type UsageCode = Extract<
  RnpErrorCode,
  'RNP_USAGE' | 'RNP_CONFIG' | 'RNP_FILE' | 'RNP_BACKEND_UNKNOWN'
>;

/** A mistake of the user's: a terminal shows it as one line, without a stack trace. */
export class UsageError extends RnpError<UsageCode> {
  override readonly name = 'UsageError';
  readonly choices: readonly string[];

  constructor(
    complaint: string | Wording,
    { choices = [], code = 'RNP_USAGE', ...options }: UsageErrorOptions = {},
  ) {
    super(code, complaint, options);
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
 * Whether an error is one of the project's typed errors (`RNP_…`) or the file system's (which name the call that
 * failed): its message says what to do, and a stack trace would add nothing.
 */
export function isExpected(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return typeof code === 'string' && (code.startsWith('RNP_') || typeof syscall === 'string');
}
