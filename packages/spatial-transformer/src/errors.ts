/**
 * An argument has a shape (or a size, or a number of items) that the operation cannot work with. The message
 * names the argument, the shape it has and the shape it needs.
 */
export class ShapeError extends Error {
  override readonly name: string = 'ShapeError';
  readonly code: 'RNP_SHAPE' = 'RNP_SHAPE';
  /** The argument at fault, for example `image` or `options.outputShape`. */
  readonly path: string;

  constructor(path: string, has: string, needs: string) {
    super(`${path} is ${has}, but must be ${needs}`);
    this.path = path;
  }
}
