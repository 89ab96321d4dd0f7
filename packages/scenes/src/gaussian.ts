/** Weights of a Gaussian of this deviation, in pixels, at whole pixels from −3 deviations to 3; they sum to 1. */
export function gaussian(deviation: number): readonly number[] {
  const reach = Math.ceil(3 * deviation);
  const values = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)),
  );
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
