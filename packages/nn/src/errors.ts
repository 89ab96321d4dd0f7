/** Base of the errors of layers. `code` is stable; `path` names the argument or parameter at fault. */
abstract class LayerErrorBase extends Error {
  abstract readonly code: `RNP_${string}`;
  readonly path?: string;

  constructor(message: string, path?: string) {
    super(message);
    if (path !== undefined) this.path = path;
  }
}

/** A tensor whose shape does not fit what it is used for. */
export class LayerShapeError extends LayerErrorBase {
  override readonly name: string = 'LayerShapeError';
  readonly code = 'RNP_LAYER_SHAPE' as const;
}

/** A parameter or generated tensor that is asked for by a name that does not exist. */
export class LayerParameterError extends LayerErrorBase {
  override readonly name: string = 'LayerParameterError';
  readonly code = 'RNP_LAYER_PARAMETER' as const;
}

/** A size, option or seed outside its range. */
export class LayerConfigError extends LayerErrorBase {
  override readonly name: string = 'LayerConfigError';
  readonly code = 'RNP_LAYER_CONFIG' as const;
}
