/** What can be wrong with what this package was given. */
export type AnalysisErrorCode =
  /** Points that are none: no rows, rows of different lengths, a value that is not finite. */
  | 'RNP_ANALYSIS_POINTS'
  /** Labels or clusters that are no whole numbers, or not one for each point. */
  | 'RNP_ANALYSIS_LABELS'
  /** An option out of its range. */
  | 'RNP_ANALYSIS_OPTION';

/**
 * The one error of this package.
 *
 * `code` is for programs, `message` for people (it says what to do), `path` is the argument that is meant, such as
 * `points[3][0]`.
 */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
  readonly code: AnalysisErrorCode;
  readonly path: string;

  constructor(code: AnalysisErrorCode, message: string, path: string) {
    super(`${path}: ${message}`);
    this.code = code;
    this.path = path;
  }
}
