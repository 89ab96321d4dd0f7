/** What is measured on every image of the test split, z = mean unless said otherwise (docs/model.md, *Is it a parse?*). */
export interface CardFigures {
  /** Σ squared error over pixels, a mean over images. */
  readonly ssePerImage: number;
  /** The same over that of who always draws the mean training image. */
  readonly shareOfMeanImageSse: number;
  /** A number per level, parts first; 0 … 1. */
  readonly purity: readonly number[];
  /** A number per level, parts first; 1 … the number of steps. */
  readonly effectiveChildren: readonly number[];
}

/** Where a trained model comes from and what it is good for: `card.json` of its folder. */
export interface ModelCard {
  readonly name: string;
  readonly title: string;
  /** What the model was trained on, what it is measured on. */
  readonly data: {
    readonly name: string;
    readonly trainedOn: string;
    readonly testedOn: string;
    readonly by: string;
  };
  /** How images have to look: [h, w, c], values in [0, 1]. */
  readonly images: { readonly shape: readonly [number, number, number]; readonly look: string };
  readonly figures: CardFigures;
  /** The same once `refine` of @rnp/vae has bettered the encoder's programs, where it was measured. */
  readonly refined?: CardFigures & { readonly steps: number };
  /** What it is bad at. */
  readonly limits: readonly string[];
  /** How it was made. */
  readonly training: {
    readonly command: string;
    readonly seed: number;
    readonly steps: number;
    /** Wall-clock time of the whole training. */
    readonly seconds: number;
    /** The loss beside squared error and KL. */
    readonly loss: string;
    readonly backend: string;
    readonly date: string;
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
  };
}
