import { createUniform, shuffled } from '../src/random.js';

/** `each` points around each of `count` corners of a cube in four dimensions with side 10, at most 16, in random order, with the corner as label. */
export function blobs(
  count: number,
  each: number,
  { spread = 1 }: { readonly spread?: number } = {},
): { points: number[][]; labels: number[] } {
  const uniform = createUniform(1);
  const order = shuffled(count * each, uniform);
  const labels = order.map((item) => item % count);
  const points = labels.map((label) =>
    Array.from({ length: 4 }, (_, d) => 10 * ((label >> d) & 1) + spread * (uniform() - 0.5)),
  );
  return { points, labels };
}

/** Share of points whose nearest other point on a map has their own label. */
export function neighbourAgreement(map: readonly (readonly number[])[], labels: readonly number[]): number {
  const right = map.filter((point, i) => {
    const distances = map.map((other, j) =>
      j === i ? Number.POSITIVE_INFINITY : (other[0]! - point[0]!) ** 2 + (other[1]! - point[1]!) ** 2,
    );
    return labels[distances.indexOf(Math.min(...distances))] === labels[i];
  });
  return right.length / map.length;
}

/** The code of the RnpError that is thrown, and its path. */
export function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const { code, path } = error as { code?: string; path?: string };
    return `${code} ${path}`;
  }
  return 'nothing thrown';
}
