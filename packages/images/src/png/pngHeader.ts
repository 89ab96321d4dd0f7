/** What IHDR says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  /** Adam7. */
  readonly interlaced: boolean;
}

/** Values per pixel, by colour type; a palette image has one, the index. */
export const samplesPerPixel: Readonly<Record<PngHeader['colourType'], number>> = Object.freeze({
  0: 1,
  2: 3,
  3: 1,
  4: 2,
  6: 4,
});
