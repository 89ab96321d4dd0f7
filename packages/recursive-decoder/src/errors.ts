/** A setting of the decoder that cannot work; `path` names the field, e.g. `steps[1]` or `leaf.patch`. */
export class DecoderConfigError extends Error {
  override readonly name = 'DecoderConfigError';
  readonly code = 'RNP_DECODER_CONFIG';
  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`decoder setting ${path}: ${problem}`);
  }
}

/** A tensor or a set of parameters that does not fit the decoder's config; `path` names it. */
export class DecoderInputError extends Error {
  override readonly name = 'DecoderInputError';
  readonly code = 'RNP_DECODER_INPUT';
  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`${path}: ${problem}`);
  }
}

/** Data that is no parse tree; `path` leads to the place, e.g. `root.children[2].patch`. */
export class ParseTreeError extends Error {
  override readonly name = 'ParseTreeError';
  readonly code = 'RNP_PARSE_TREE';
  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`parse tree, ${path}: ${problem}`);
  }
}

/** A drawing that was asked for at a size or from a node that does not exist; `path` names the option. */
export class RenderTreeError extends Error {
  override readonly name = 'RenderTreeError';
  readonly code = 'RNP_RENDER_TREE';
  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`renderTree, ${path}: ${problem}`);
  }
}

/** What a program drew is no number: NaN or infinite, since its weights or its program are. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
  readonly code = 'RNP_DIVERGED';
  /** @param what that is no number */
  constructor(what: string) {
    super(
      `${what} holds a value that is no number: the weights or the programs hold one, or a scaleOffset is out of range`,
    );
  }
}
