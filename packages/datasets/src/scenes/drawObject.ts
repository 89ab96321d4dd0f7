// h height, w width of the canvas, c channels of the scene
import { cubicWeights } from '../cubicWeights.js';
import { imageSize } from '../dataset.js';
import type { Placement } from './placeObjects.js';
import type { SceneSettings } from './scenesOptions.js';

/** Columns and rows of a canvas, the last ones exclusive. */
export interface CanvasWindow {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of an object's own value: from here on a pixel belongs to its mask, and covers half of what lies behind. */
export const maskLevel = 0.25;

/**
 * An object alone: the image at its place, bicubic, values in [0, 1].
 *
 * @param layer [h·w·c], written within the window that is returned, elsewhere left as it is
 */
export function drawObject(
  { source, item, scale, angle, x, y, extent }: Placement,
  [h, w]: SceneSettings['canvas'],
  c: number,
  layer: Float32Array,
): CanvasWindow {
  const { images, imageShape } = source.dataset;
  const [height, width, channels] = imageShape;
  const from = item * imageSize(source.dataset);
  // Beyond a pixel and a half of the image nothing is left of its ink.
  const reach = 1.5 * scale * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
  const window: CanvasWindow = {
    left: Math.max(0, Math.floor(x + extent.left - reach)),
    right: Math.min(w, Math.ceil(x + extent.right + reach) + 1),
    top: Math.max(0, Math.floor(y + extent.top - reach)),
    bottom: Math.min(h, Math.ceil(y + extent.bottom + reach) + 1),
  };
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const [across, down] = [new Float64Array(4), new Float64Array(4)];
  for (let row = window.top; row < window.bottom; row++) {
    for (let column = window.left; column < window.right; column++) {
      const [dx, dy] = [column - x, row - y];
      const sourceX = cos * dx + sin * dy + middleX;
      const sourceY = -sin * dx + cos * dy + middleY;
      const [left, top] = [Math.floor(sourceX) - 1, Math.floor(sourceY) - 1];
      const to = (row * w + column) * c;
      if (left <= -4 || top <= -4 || left >= width || top >= height) {
        for (let channel = 0; channel < c; channel++) layer[to + channel] = 0;
        continue;
      }
      cubicWeights(sourceX - left - 1, across);
      cubicWeights(sourceY - top - 1, down);
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let i = Math.max(0, -top); i < 4 && top + i < height; i++) {
          let line = 0;
          const start = from + ((top + i) * width + left) * channels + channel;
          for (let j = Math.max(0, -left); j < 4 && left + j < width; j++) {
            line += across[j]! * images[start + j * channels]!;
          }
          sum += down[i]! * line;
        }
        layer[to + channel] = Math.min(1, Math.max(0, sum / 255));
      }
      // Grey among colour.
      for (let channel = channels; channel < c; channel++) layer[to + channel] = layer[to]!;
    }
  }
  return window;
}

/**
 * Adds an object to a canvas. 'over': its value, and of what lies behind the part that it leaves free, 1 − min(1, 2·value), as
 * ink of half its strength covers all (Porter & Duff 1984, with premultiplied colour). 'sum': up to 1.
 */
export function composite(
  canvas: Float32Array,
  layer: Float32Array,
  window: CanvasWindow,
  { canvas: [, w], compositing }: SceneSettings,
  c: number,
): void {
  const covers = compositing === 'over' ? 1 / (2 * maskLevel) : 0;
  for (let row = window.top; row < window.bottom; row++) {
    for (let column = window.left; column < window.right; column++) {
      const at = (row * w + column) * c;
      const left = 1 - Math.min(1, covers * peakAt(layer, at, c));
      for (let channel = at; channel < at + c; channel++) {
        canvas[channel] = Math.min(1, layer[channel]! + left * canvas[channel]!);
      }
    }
  }
}

/** The largest channel of a pixel. */
export function peakAt(values: Float32Array, at: number, c: number): number {
  let peak = values[at]!;
  for (let channel = at + 1; channel < at + c; channel++) peak = Math.max(peak, values[channel]!);
  return peak;
}
