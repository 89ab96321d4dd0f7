// h height, w width
import type { Scene } from '@rnp/datasets';
import { partColour, type Raster } from '@rnp/viz';

/**
 * The picture of a scene with a frame of one pixel around the box of each object, in the colours of parts, in the order of
 * drawing. A frame lies outside its box, as far as it lies on the canvas.
 *
 * @returns [h, w, 3]
 */
export function withBoxes({ width, height, channels, data }: Raster, { objects }: Scene): Raster {
  const framed = Float32Array.from(
    { length: width * height * 3 },
    (_, at) => data[Math.floor(at / 3) * channels + (channels === 1 ? 0 : at % 3)]!,
  );
  objects.forEach(({ box }, position) => {
    const colour = partColour(position);
    const [left, right, top, bottom] = [box.x - 1, box.x + box.width, box.y - 1, box.y + box.height];
    const paint = (x: number, y: number): void => {
      if (x >= 0 && y >= 0 && x < width && y < height) framed.set(colour, (y * width + x) * 3);
    };
    for (let x = left; x <= right; x++) for (const y of [top, bottom]) paint(x, y);
    for (let y = top; y <= bottom; y++) for (const x of [left, right]) paint(x, y);
  });
  return { width, height, channels: 3, data: framed };
}
