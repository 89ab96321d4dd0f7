// h height, w width of the canvas, c channels of the scene
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { imageSize } from '../dataset.js';
import type { generatorOf } from '../generator.js';
import type { InkSource } from './ink.js';
import type { SceneBackground, SceneSettings } from './scenesOptions.js';

type Random = ReturnType<typeof generatorOf>;

/** The largest value of what is smooth: less than half of ink, so that what is drawn is still seen. */
const brightest = 0.4;

/** The side of a piece, and the pixels of the canvas for each. */
const [pieceSide, pixelsPerPiece] = [8, 400];

/**
 * What lies behind the objects.
 *
 * @param ground [h·w·c], all of it written; values in [0, 1]
 */
export function drawGround(
  sources: readonly InkSource[],
  settings: SceneSettings,
  random: Random,
  ground: Float32Array,
  c: number,
): void {
  grounds[settings.background]({ sources, settings, random, ground, c });
}

interface Ground {
  readonly sources: readonly InkSource[];
  readonly settings: SceneSettings;
  readonly random: Random;
  readonly ground: Float32Array;
  readonly c: number;
}

const grounds: Readonly<Record<SceneBackground, (ground: Ground) => void>> = Object.freeze({
  none: ({ ground }: Ground) => {
    ground.fill(0);
  },
  clutter,
  gradient,
  texture,
});

function clutter({ sources, settings, random, ground, c }: Ground): void {
  const [h, w] = settings.canvas;
  ground.fill(0);
  const pieces = Math.max(1, Math.round((h * w) / pixelsPerPiece));
  const half = pieceSide / 2;
  for (let piece = 0; piece < pieces; piece++) {
    const { dataset, items } = sources[uniformInt(random, 0, sources.length - 1)]!;
    const from = items[uniformInt(random, 0, items.length - 1)]! * imageSize(dataset);
    const [height, width, channels] = dataset.imageShape;
    // Around a pixel of ink: the first from a random one on.
    let pixel = uniformInt(random, 0, height * width - 1);
    while (dataset.images[from + pixel * channels]! < 64) pixel = (pixel + 1) % (height * width);
    const [sourceX, sourceY] = [(pixel % width) - half, Math.floor(pixel / width) - half];
    const [x, y] = [uniformInt(random, 0, w - 1) - half, uniformInt(random, 0, h - 1) - half];
    for (let i = 0; i < pieceSide; i++) {
      for (let j = 0; j < pieceSide; j++) {
        const inside = isWithin(sourceX + j, sourceY + i, width, height) && isWithin(x + j, y + i, w, h);
        if (!inside) continue;
        const at = from + ((sourceY + i) * width + sourceX + j) * channels;
        const to = ((y + i) * w + x + j) * c;
        for (let channel = 0; channel < c; channel++) {
          const value = dataset.images[at + (channel < channels ? channel : 0)]! / 255;
          if (value > ground[to + channel]!) ground[to + channel] = value;
        }
      }
    }
  }
}

function isWithin(x: number, y: number, width: number, height: number): boolean {
  return x >= 0 && y >= 0 && x < width && y < height;
}

function gradient({ settings, random, ground, c }: Ground): void {
  const [h, w] = settings.canvas;
  const [from, to] = [brightest * uniformFloat64(random), brightest * uniformFloat64(random)];
  const angle = 2 * Math.PI * uniformFloat64(random);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // Half of the way from one corner to the other, along the direction.
  const reach = (Math.abs(cos) * (w - 1) + Math.abs(sin) * (h - 1)) / 2;
  eachPixel(settings, ground, c, (x, y) => {
    const along = (cos * (x - (w - 1) / 2) + sin * (y - (h - 1) / 2)) / reach;
    return from + (to - from) * ((1 + along) / 2);
  });
}

function texture({ settings, random, ground, c }: Ground): void {
  const waves = Array.from({ length: 3 }, () => {
    const frequency = (2 * Math.PI) / (5 + 15 * uniformFloat64(random));
    const angle = 2 * Math.PI * uniformFloat64(random);
    const phase = 2 * Math.PI * uniformFloat64(random);
    return { x: frequency * Math.cos(angle), y: frequency * Math.sin(angle), phase };
  });
  eachPixel(settings, ground, c, (x, y) => {
    let sum = 0;
    for (const wave of waves) sum += Math.sin(wave.x * x + wave.y * y + wave.phase);
    return (brightest / 2) * (1 + sum / waves.length);
  });
}

function eachPixel(
  { canvas: [h, w] }: SceneSettings,
  ground: Float32Array,
  c: number,
  value: (x: number, y: number) => number,
): void {
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      ground.fill(value(x, y), (y * w + x) * c, (y * w + x + 1) * c);
    }
  }
}
