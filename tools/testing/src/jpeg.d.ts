type Colour = readonly [red: number, green: number, blue: number];

/**
 * A real JPEG by MozJPEG.
 *
 * @param colour of all pixels, or of each by its number, row by row; in [0, 255]
 * @param options of the encoder, such as `quality`
 */
export function jpegOf(
  width: number,
  height: number,
  colour: Colour | ((pixel: number) => Colour),
  options?: Readonly<Record<string, unknown>>,
): Promise<Uint8Array>;
