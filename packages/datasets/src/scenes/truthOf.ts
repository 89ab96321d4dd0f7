// h height, w width of the canvas, c channels
import { composite, drawObject, maskLevel, peakAt } from './drawObject.js';
import type { Placement } from './placeObjects.js';
import type { Scene, SceneBox, SceneObject } from './scene.js';
import type { SceneSettings } from './scenesOptions.js';

/**
 * Draws a scene and tells what is where.
 *
 * @param ground [h·w·c], values in [0, 1]
 */
export function truthOf(
  placements: readonly Placement[],
  ground: Float32Array,
  settings: SceneSettings,
  c: number,
): Scene {
  const [h, w] = settings.canvas;
  const canvas = ground.slice();
  const owners = new Uint8Array(h * w);
  const brightest = new Float32Array(h * w);
  const masks = placements.map((placement, position) => {
    const layer = new Float32Array(h * w * c);
    composite(canvas, layer, drawObject(placement, settings.canvas, c, layer), settings, c);
    const whole = new Uint8Array(h * w);
    for (let pixel = 0; pixel < h * w; pixel++) {
      const value = peakAt(layer, pixel * c, c);
      if (value < maskLevel) continue;
      whole[pixel] = 1;
      if (settings.compositing === 'sum' && value < brightest[pixel]!) continue;
      brightest[pixel] = value;
      owners[pixel] = position + 1;
    }
    return whole;
  });
  return {
    imageShape: [h, w, c],
    image: bytesOf(canvas),
    ground: bytesOf(ground),
    groundMask: owners.map((owner) => (owner === 0 ? 1 : 0)),
    owners,
    objects: placements.map((placement, position) => {
      const whole = masks[position]!;
      const seen = owners.map((owner) => (owner === position + 1 ? 1 : 0));
      return objectOf(placement, whole, settings.compositing === 'sum' ? whole : seen, settings);
    }),
  };
}

function objectOf(
  placement: Placement,
  whole: Uint8Array,
  visible: Uint8Array,
  { canvas }: SceneSettings,
): SceneObject {
  const { source, item, scale, angle, x, y } = placement;
  const { name, labels, classNames } = source.dataset;
  const label = labels?.[item] ?? null;
  return {
    source: name,
    item,
    label,
    className: label === null ? null : (classNames?.[label] ?? null),
    scale,
    rotation: (angle * 180) / Math.PI,
    centre: [x, y],
    matrix: matrixOf(placement, canvas),
    box: boxOf(whole, canvas[1]),
    whole,
    visible,
  };
}

/** See `SceneObject.matrix`. */
function matrixOf(
  { source, scale, angle, x, y }: Placement,
  [h, w]: SceneSettings['canvas'],
): SceneObject['matrix'] {
  const [height, width] = source.dataset.imageShape;
  // Half of each frame in pixels; a side of one pixel lies at 0.
  const [canvasX, canvasY] = [(w - 1) / 2, (h - 1) / 2];
  const [imageX, imageY] = [width, height].map((side) => Math.max(1, side - 1) / 2) as [number, number];
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [dx, dy] = [canvasX - x, canvasY - y];
  return [
    [(cos * canvasX) / imageX, (sin * canvasY) / imageX, (cos * dx + sin * dy) / imageX],
    [(-sin * canvasX) / imageY, (cos * canvasY) / imageY, (-sin * dx + cos * dy) / imageY],
  ];
}

function boxOf(mask: Uint8Array, w: number): SceneBox {
  let [left, right, top, bottom] = [w, -1, mask.length, -1];
  for (let pixel = mask.indexOf(1); pixel !== -1; pixel = mask.indexOf(1, pixel + 1)) {
    const [x, y] = [pixel % w, Math.floor(pixel / w)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (right < 0) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function bytesOf(values: Float32Array): Uint8Array {
  return Uint8Array.from(values, (value) => Math.round(255 * value));
}
