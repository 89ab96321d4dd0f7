// h, w sides of a primitive in pixels

/** Pixels a side; a stroke is about two pixels thick, as in the authors' experiment. */
const patchSide = 12;

/**
 * The one primitive of Fig. 4A: a straight bar on the diagonal.
 *
 * @returns [12][12] values in [0, 1]
 */
export function linePrimitive(): number[][] {
  return drawn((x, y) => Math.abs(x - y) / Math.SQRT2);
}

/**
 * The second primitive of Fig. 4A: a quarter of a circle about the lower left corner.
 *
 * @returns [12][12] values in [0, 1]
 */
export function arcPrimitive(): number[][] {
  const radius = 0.75 * (patchSide - 1);
  return drawn((x, y) => Math.abs(Math.hypot(x, patchSide - 1 - y) - radius));
}

/** @param distance from the middle of the stroke, in pixels */
function drawn(distance: (x: number, y: number) => number): number[][] {
  const ink = (x: number, y: number): number => Math.max(0, 1 - distance(x, y) / 1.5);
  return Array.from({ length: patchSide }, (_, y) =>
    Array.from({ length: patchSide }, (__, x) => round(ink(x, y))),
  );
}

/** Short in config.json. */
function round(value: number): number {
  return Math.round(1000 * value) / 1000;
}
