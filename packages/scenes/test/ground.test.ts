import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { figureAndGround } from '../src/ground.js';
import type { SceneSettings } from '../src/sceneOptions.js';

beforeAll(() => useBackend('wasm'));

const settings = { side: 34, ground: 'wide' } as SceneSettings;

/** A canvas of 40×40 pixels. */
function canvasOf(value: (x: number, y: number) => number): tf.Tensor4D {
  return tf.tensor4d(
    Float32Array.from({ length: 1600 }, (_, at) => value(at % 40, Math.floor(at / 40))),
    [1, 40, 40, 1],
  );
}

const isStroke = (x: number, y: number): boolean => Math.abs(x - y) < 3 && x > 5 && x < 35;

function apart(value: (x: number, y: number) => number): { figure: Float32Array; ground: Float32Array } {
  return tf.tidy(() => {
    const { figure, ground } = figureAndGround(canvasOf(value), settings);
    return { figure: figure.dataSync(), ground: ground.dataSync() } as never;
  });
}

test('strokes on black are figure, to the bit', () => {
  const { figure, ground } = apart((x, y) => (isStroke(x, y) ? 0.9 : 0));
  expect(Math.max(...ground)).toBe(0);
  expect(figure).toEqual(canvasOf((x, y) => (isStroke(x, y) ? 0.9 : 0)).dataSync());
});

test('light that falls off is ground, and a stroke over it is as bright as it was', () => {
  const light = (x: number): number => 0.4 - 0.01 * x;
  const { figure, ground } = apart((x, y) => (isStroke(x, y) ? light(x) + (1 - light(x)) * 0.8 : light(x)));
  for (let y = 0; y < 40; y++) {
    for (let x = 0; x < 40; x++) {
      expect(Math.abs(ground[40 * y + x]! - light(x))).toBeLessThan(0.06);
      expect(Math.abs(figure[40 * y + x]! - (isStroke(x, y) ? 0.8 : 0))).toBeLessThan(0.1);
    }
  }
});

test('a canvas is its figure laid over its ground, whatever it shows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1600, maxLength: 1600 }),
      (values) => {
        const { figure, ground } = apart((x, y) => values[40 * y + x]!);
        values.forEach((value, i) => {
          const [f, g] = [figure[i]!, ground[i]!];
          expect(Math.abs(g + (1 - g) * f - value)).toBeLessThan(1.1e-3);
          expect(f >= 0 && f <= 1 && g >= 0 && g <= value + 1e-6).toBe(true);
        });
      },
    ),
    { numRuns: 10 },
  );
});

test('without a ground all is figure; no tensor is left', async () => {
  const canvas = canvasOf(() => 0.7);
  const leaked = await leakedTensors(() => {
    const { figure, ground } = figureAndGround(canvas, { ...settings, ground: 'none' });
    expect(figure.dataSync()).toEqual(canvas.dataSync());
    expect(Math.max(...ground.dataSync())).toBe(0);
    tf.dispose([figure, ground]);
  });
  expect(leaked).toBe(0);
});
