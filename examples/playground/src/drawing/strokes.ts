import { fitInk, layOnBackground, withChannels } from '@rnp/images';

export type Point = readonly [x: number, y: number];
/** One movement of the pen: points in [0, 1]². */
export type Stroke = readonly Point[];

/** The pen's width as a share of the pad. */
const penWidth = 0.075;

/** Strokes as they look on the pad: light on black. @param pen its width as a share of the pad's */
export function drawStrokes(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  strokes: readonly Stroke[],
  pen: number = penWidth,
): void {
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  const { width, height } = canvas;
  context.fillStyle = '#000';
  context.fillRect(0, 0, width, height);
  context.strokeStyle = '#fff';
  context.lineWidth = pen * width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    for (const [x, y] of stroke) context.lineTo(x * width, y * height);
    if (stroke.length === 1) context.lineTo(stroke[0]![0] * width + 0.01, stroke[0]![1] * height);
    context.stroke();
  }
}

/** The brightness of strokes on a canvas of this size, [h·w] in [0, 1]. */
export function inkOfStrokes(
  strokes: readonly Stroke[],
  { width, height, pen }: { readonly width: number; readonly height: number; readonly pen: number },
): Float32Array {
  const canvas = new OffscreenCanvas(width, height);
  drawStrokes(canvas, strokes, pen);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  const { data } = context.getImageData(0, 0, width, height);
  return Float32Array.from({ length: width * height }, (_, pixel) => data[4 * pixel]! / 255);
}

/** Side of the picture that strokes are read from, in pixels. */
const side = 140;

/**
 * Strokes as a model takes them. MNIST's digits fill 20 of 28 pixels with their centre of mass in the middle; a drawing is
 * brought there, or a model of digits finds nothing that it knows.
 *
 * @param shape [h, w, c]
 * @returns [h·w·c] in [0, 1], or null where nothing was drawn
 */
export function pixelsOfStrokes(
  strokes: readonly Stroke[],
  shape: readonly [number, number, number],
): Float32Array | null {
  const canvas = new OffscreenCanvas(side, side);
  drawStrokes(canvas, strokes);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  const drawing = withChannels(layOnBackground(context.getImageData(0, 0, side, side), 3, 'black'), 1);
  const [height, width, channels] = shape;
  const fitted = fitInk(drawing, { height, width, invert: false });
  if (fitted === null) return null;
  const pixels = new Float32Array(height * width * channels);
  for (let at = 0; at < pixels.length; at++) pixels[at] = fitted.data[Math.floor(at / channels)]!;
  return pixels;
}
