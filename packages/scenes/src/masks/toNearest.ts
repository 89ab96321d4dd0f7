// h height, w width

/**
 * Labels spread to where there are none: each pixel gets the nearest one's, in steps to neighbours, also across corners. Where there is no label
 * at all, all get 1.
 *
 * @param labels [h·w], 0 for none
 */
export function toNearest(labels: Int32Array, width: number): Int32Array {
  const spread = Int32Array.from(labels);
  const height = labels.length / width;
  let edge: number[] = [];
  spread.forEach((label, at) => {
    if (label !== 0) edge.push(at);
  });
  if (edge.length === 0) return spread.fill(1);
  while (edge.length > 0) {
    const next: number[] = [];
    for (const at of edge) {
      const [x, y] = [at % width, Math.floor(at / width)];
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const beside = row * width + column;
          if (spread[beside] !== 0) continue;
          spread[beside] = spread[at]!;
          next.push(beside);
        }
      }
    }
    edge = next;
  }
  return spread;
}
