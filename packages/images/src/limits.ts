/** Limits of a file. A file that exceeds one is refused before it takes the resource. */
export interface ImageLimits {
  /** Of the picture that would be decoded. */
  readonly maxPixels: number;
  /** Of the file. */
  readonly maxBytes: number;
  /** Of a JPEG; and scans × pixels, which is the work, are at most 16 × `maxPixels`. */
  readonly maxScans: number;
  /** Of a PNG. */
  readonly maxChunks: number;
  /** Of decoding a large picture; heeded in Node, where such pictures have a thread of their own. */
  readonly maxSeconds: number;
}

export const defaultImageLimits: ImageLimits = Object.freeze({
  maxPixels: 64e6,
  maxBytes: 256e6,
  maxScans: 100,
  maxChunks: 250_000,
  maxSeconds: 60,
});
