import { encodePng } from '@rnp/viz';

/** A page of 80×60 with a dark cross or bar on white, somewhere; as a PNG. */
function drawing(kind: 'cross' | 'bar', seed: number): Buffer {
  const [width, height] = [80, 60];
  const [x, y] = [14 + ((seed * 7) % 50), 14 + ((seed * 5) % 30)];
  const data = new Float32Array(width * height).fill(1);
  const ink = (px: number, py: number): void => {
    data[py * width + px] = 0;
  };
  for (let at = -12; at <= 12; at++) {
    for (const thick of [0, 1, 2, 3]) {
      ink(x + at, y + thick);
      if (kind === 'cross') ink(x + thick, y + at);
    }
  }
  return Buffer.from(encodePng({ width, height, channels: 1, data }));
}

/** A folder of pictures in two classes, by their paths. */
export function crossesAndBars(count: number): Record<string, Buffer> {
  return Object.fromEntries(
    (['bar', 'cross'] as const).flatMap((kind) =>
      Array.from({ length: count }, (_, seed) => [`icons/${kind}/${100 + seed}.png`, drawing(kind, seed)]),
    ),
  );
}
