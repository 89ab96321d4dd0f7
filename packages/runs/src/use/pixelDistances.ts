// t images to classify, c classes, h w image
import type { Dataset } from '@rnp/datasets';

/** What images of a data set are compared by: one list of numbers each. */
export type Described = readonly Float64Array[];

/** Pixels in [0, 1], channels summed: the ink of each image. */
export function pixelsOf({ images, imageShape: [height, width, channels], length }: Dataset): Described {
  const size = height * width;
  return Array.from({ length }, (_, image) =>
    Float64Array.from({ length: size }, (_, at) => {
      let ink = 0;
      for (let c = 0; c < channels; c++) ink += images[(image * size + at) * channels + c]! / 255;
      return ink;
    }),
  );
}

/**
 * Squared Euclidean distances, [t][c].
 *
 * @param asked of t images
 * @param known of c images
 */
export function squaredDistances(asked: Described, known: Described): readonly (readonly number[])[] {
  return asked.map((one) =>
    known.map((other) => one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0)),
  );
}

/**
 * The same images with the centre of their ink in the middle, and equally large: the root of the mean squared distance of the ink from
 * its centre becomes `size` of half the image's height. Bilinear; a blank image stays as it is.
 */
export function centred(images: Described, [height, width]: readonly number[], size = 0.55): Described {
  return images.map((image) => {
    const { x, y, deviation, ink } = momentsOf(image, width!);
    if (ink === 0 || deviation === 0) return image;
    const scale = (2 * deviation) / (size * height!);
    const [middleX, middleY] = [(width! - 1) / 2, (height! - 1) / 2];
    return Float64Array.from(image, (_, at) =>
      sampled(
        image,
        width!,
        (column(at, width!) - middleX) * scale + x,
        (row(at, width!) - middleY) * scale + y,
      ),
    );
  });
}

interface Moments {
  readonly ink: number;
  readonly x: number;
  readonly y: number;
  /** The root of the mean squared distance to the centre, in pixels. */
  readonly deviation: number;
}

function momentsOf(image: Float64Array, width: number): Moments {
  const ink = image.reduce((sum, value) => sum + value, 0);
  const mean = (of: (at: number) => number): number =>
    image.reduce((sum, value, at) => sum + value * of(at), 0) / ink;
  const x = mean((at) => column(at, width));
  const y = mean((at) => row(at, width));
  const deviation = Math.sqrt(mean((at) => (column(at, width) - x) ** 2 + (row(at, width) - y) ** 2));
  return { ink, x, y, deviation };
}

/** Between four pixels; black outside. */
function sampled(image: Float64Array, width: number, x: number, y: number): number {
  const height = image.length / width;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  let sum = 0;
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const [px, py] = [left + dx, top + dy];
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    sum += (1 - Math.abs(x - px)) * (1 - Math.abs(y - py)) * image[py * width + px]!;
  }
  return sum;
}

function column(at: number, width: number): number {
  return at % width;
}

function row(at: number, width: number): number {
  return Math.floor(at / width);
}
