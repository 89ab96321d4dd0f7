import type { Picture } from '../raster.js';

/** Of a picture that comes row by row. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** What takes a picture's rows, all of them, from the top down. */
export interface RowSink<Result> {
  /** @param row [width·channels], valid during the call */
  readonly take: (row: Uint8Array) => void;
  /** What came of them. */
  readonly finish: () => Result;
}

/** Made once the size is known, before anything is decoded. */
export type OpenRowSink<Result> = (size: PictureSize) => RowSink<Result>;

/** Keeps the picture. */
export function pictureSink({ width, height, channels }: PictureSize): RowSink<Picture> {
  const data = new Uint8Array(width * height * channels);
  let at = 0;
  return {
    take: (row) => {
      data.set(row, at);
      at += row.length;
    },
    finish: () => ({ width, height, channels, data }),
  };
}

/** Gives a whole picture row by row. */
export function rowsOf<Result>(picture: Picture, open: OpenRowSink<Result>): Result {
  const { width, height, channels, data } = picture;
  const sink = open(picture);
  const row = width * channels;
  for (let y = 0; y < height; y++) sink.take(data.subarray(y * row, (y + 1) * row));
  return sink.finish();
}
