/** Base of this package's errors. `code` is stable; `path` names the argument or parameter at fault. */
abstract class HypernetErrorBase extends Error {
  abstract readonly code: `RNP_${string}`;
  readonly path?: string;

  constructor(message: string, path?: string) {
    super(message);
    if (path !== undefined) this.path = path;
  }
}

/** A tensor whose shape does not fit what it is used for. */
export class HypernetShapeError extends HypernetErrorBase {
  override readonly name: string = 'HypernetShapeError';
  readonly code = 'RNP_HYPERNET_SHAPE' as const;
}

/** A parameter or generated tensor that is asked for by a name that does not exist. */
export class HypernetParameterError extends HypernetErrorBase {
  override readonly name: string = 'HypernetParameterError';
  readonly code = 'RNP_HYPERNET_PARAMETER' as const;
}

/** A size, option or seed outside its range. */
export class HypernetConfigError extends HypernetErrorBase {
  override readonly name: string = 'HypernetConfigError';
  readonly code = 'RNP_HYPERNET_CONFIG' as const;
}
