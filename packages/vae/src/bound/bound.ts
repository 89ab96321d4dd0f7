// m blocks: the top program, then the states and then the actions of each level, top first

/** A lower bound of ln p(x) of one image in nats, and what it is made of: total = pixels − top − Σ states − Σ actions. */
export interface Bound {
  readonly total: number;
  /** E_q[ln p(x | tree)]. */
  readonly pixels: number;
  /** The KL divergence of the top program's posterior from N(0, I). */
  readonly top: number;
  /** Of each level, top first: that of its children's states from what their programs predict; likewise the actions. */
  readonly states: readonly number[];
  readonly actions: readonly number[];
}

/** Numbers that each block has, and pixels. */
export interface BoundSizes {
  readonly pixels: number;
  readonly blocks: readonly number[];
}

/** The precisions of a generative model of trees, one for each block, and that of a pixel. */
export interface BlockPrecisions {
  readonly pixels: number;
  readonly blocks: readonly number[];
}

/**
 * The bound of an image from what was measured under its posterior.
 *
 * Of a block of n numbers, precision π, posterior deviation s and mean squared distance D = E_q[Σ (v − v̂)²], the KL divergence is
 * ½ (n π s² + π D − n − n ln π s²); of n pixels and their E_q[Σ (x − x̂)²] = D, the term is −½ (π_x D + n ln(2π/π_x)), with their precision π_x.
 *
 * @param moments D: of the pixels, then of each block
 * @param deviations s of each block
 */
export function boundOf(
  moments: readonly number[],
  deviations: readonly number[],
  precisions: BlockPrecisions,
  sizes: BoundSizes,
): Bound {
  const kl = deviations.map((deviation, block) => {
    const [n, precision] = [sizes.blocks[block]!, precisions.blocks[block]!];
    const variances = precision * deviation ** 2;
    return (n * (variances - 1 - Math.log(variances)) + precision * moments[block + 1]!) / 2;
  });
  const levels = (kl.length - 1) / 2;
  const pixels =
    -(precisions.pixels * moments[0]! + sizes.pixels * Math.log((2 * Math.PI) / precisions.pixels)) / 2;
  const [top, ...rest] = kl as [number, ...number[]];
  return {
    total: pixels - kl.reduce((sum, term) => sum + term, 0),
    pixels,
    top,
    states: rest.slice(0, levels),
    actions: rest.slice(levels),
  };
}
