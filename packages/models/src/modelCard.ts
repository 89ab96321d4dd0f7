/**
 * Figures measured on every image of the test split, with z = the posterior's mean (docs/model.md, *Is it a
 * parse?*).
 */
export interface CardFigures {
  /** Squared error summed over pixels, averaged over images. */
  readonly ssePerImage: number;
  /**
   * `ssePerImage` divided by the same error of the mean training image, which a model that learned nothing
   * draws.
   */
  readonly shareOfMeanImageSse: number;
  /** One number per level, top level first; 0 … 1. */
  readonly purity: readonly number[];
  /** One number per level, top level first; 1 … the level's number of children. */
  readonly effectiveChildren: readonly number[];
}

/** The origin and the figures of a trained model: `card.json` of its folder. */
export interface ModelCard {
  readonly name: string;
  readonly title: string;
  /** The data that the model was trained on and measured on. */
  readonly data: {
    readonly name: string;
    readonly trainedOn: string;
    readonly testedOn: string;
    readonly by: string;
  };
  /** The images that the model takes: [h, w, c], values in [0, 1], and their look in words. */
  readonly images: { readonly shape: readonly [number, number, number]; readonly look: string };
  readonly figures: CardFigures;
  /**
   * The figures after `infer` of @rnp/vae has improved what the encoder says by so many steps, where they were
   * measured.
   */
  readonly inferred?: CardFigures & { readonly steps: number };
  /** The model's weaknesses, a sentence each. */
  readonly limits: readonly string[];
  /** How the model was trained. */
  readonly training: {
    readonly command: string;
    readonly seed: number;
    readonly steps: number;
    /** Wall-clock time of this training, in seconds. */
    readonly seconds: number;
    /** The terms of the loss beside squared error and KL. */
    readonly loss: string;
    readonly backend: string;
    readonly date: string;
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    /** The trainings before this one, each of which began with the weights of the one before it. */
    readonly earlier?: readonly EarlierTraining[];
  };
}

/** A training whose weights the next one began with. */
export interface EarlierTraining {
  readonly name: string;
  readonly steps: number;
  /** Wall-clock time, in seconds. */
  readonly seconds: number;
  readonly loss: string;
  /** Where it ran, if it was another run than the card's. */
  readonly run?: {
    readonly command: string;
    readonly date: string;
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
  };
}
