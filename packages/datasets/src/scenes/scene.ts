// h height, w width, c channels

/** A rectangle of whole pixels. */
export interface SceneBox {
  /** The first column. */
  readonly x: number;
  /** The first row. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * An object of a scene, as it was placed.
 *
 * **Convention.** x to the right, y down; pixel centres are whole numbers, from 0. Masks are [h·w] bytes, row by row: 1 where the
 * object's own value is a quarter of full ink or more, else 0.
 */
export interface SceneObject {
  /** The name of the data set that it is from. */
  readonly source: string;
  /** Which image of that data set's split it is. */
  readonly item: number;
  /** The image's class; null where it has none. */
  readonly label: number | null;
  /** The name of the class; null where it has none. */
  readonly className: string | null;
  /** Pixels of the canvas per pixel of the image. */
  readonly scale: number;
  /** Degrees, clockwise as seen. */
  readonly rotation: number;
  /** Where the middle of the image lies, [x, y]. */
  readonly centre: readonly [number, number];
  /**
   * The inverse map [2][3], as `sampleAffine` of @rnp/spatial-transformer takes it: a point of the canvas to one of the image, both
   * frames from −1 to 1 with corners on pixel centres.
   */
  readonly matrix: readonly [readonly [number, number, number], readonly [number, number, number]];
  /** The smallest box around `whole`; of no size where all its ink is too faint for a mask. */
  readonly box: SceneBox;
  /** The whole object, also where others cover it. */
  readonly whole: Uint8Array;
  /** What can be seen of it: with 'sum', which covers nothing, the same as `whole`. */
  readonly visible: Uint8Array;
}

/** The truth about a scene. Nothing that trains reads it. */
export interface Scene {
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** [h·w·c] bytes, the image itself. */
  readonly image: Uint8Array;
  /** [h·w·c] bytes: what lies behind the objects, also where they cover it. */
  readonly ground: Uint8Array;
  /** [h·w] bytes: 1 where no object is seen. */
  readonly groundMask: Uint8Array;
  /** [h·w] bytes: 0 where no object is seen, else 1 + the position in `objects`; with 'sum', of the brightest. */
  readonly owners: Uint8Array;
  /** In the order of drawing, the first behind the others. */
  readonly objects: readonly SceneObject[];
}
