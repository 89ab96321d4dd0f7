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

/** Its pixels by MozJPEG, turned as EXIF says, red, green and blue each. */
export function mozJpegPixels(bytes: Uint8Array): Promise<{
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly data: Uint8Array;
}>;
