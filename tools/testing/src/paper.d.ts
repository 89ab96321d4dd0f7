/** A picture from bytes, grey. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly channels: 1;
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface PaperOptions {
  /** Pixels of the ink, and of the picture. */
  readonly width: number;
  readonly height: number;
  /** Chooses where the lamp stands, how lines lie, and the noise. */
  readonly seed: number;
  /** What is printed on it: nothing, or lines, along rows or along columns as well. Default 'none'. */
  readonly print?: 'none' | 'ruled' | 'squared';
  /** The farthest corner's light as a share of the nearest one's, 0 to 1. Default 0.5. */
  readonly light?: number;
  /** By how many pixels the pen is blurred, a deviation. Default 0. */
  readonly blur?: number;
}

/**
 * Dark ink on paper that is lit from one corner, as a camera sees it.
 *
 * @param ink [h·w], 0 to 255
 */
export function onPaper(ink: Uint8Array, options: PaperOptions): Paper;

/** The same on ruled paper. */
export function onRuledPaper(ink: Uint8Array, options: Omit<PaperOptions, 'print'>): Paper;
