import { describe, expect, test } from '@jest/globals';
import { piecesOf, sceneAspect, sceneSize, writingSize } from '../../src/drawing/pieces.js';
import type { Stroke } from '../../src/drawing/strokes.js';
import { tintOf } from '../../src/panels/objects/tint.js';

const line = (x: number, top: number, bottom: number): Stroke => [
  [x, top],
  [x, bottom],
];
const cross: readonly Stroke[] = [
  line(0.2, 0.1, 0.5),
  [
    [0.1, 0.3],
    [0.3, 0.3],
  ],
];

describe('the large canvas', () => {
  test('strokes that touch are one piece, whichever is drawn first, and others are not', () => {
    expect(piecesOf(cross)).toHaveLength(1);
    expect(piecesOf([...cross, line(0.6, 0.1, 0.5)])).toHaveLength(2);
    // The last one joins both.
    const bridge: Stroke = [
      [0.1, 0.2],
      [0.7, 0.2],
    ];
    expect(piecesOf([...cross, line(0.6, 0.1, 0.5), bridge])).toHaveLength(1);
    expect(piecesOf([])).toEqual([]);
  });

  test('writing is as large as most of its pieces, dots and what lies beside the canvas left out', () => {
    const dots: readonly Stroke[] = [[[0.9, 0.9]], [[0.5, 0.9]], [[0.7, 0.9]]];
    const size = writingSize([...cross, line(0.6, 0.1, 0.5), ...dots]);
    expect(size).toBeCloseTo(0.4 * sceneAspect + 0.016, 5);
    expect(writingSize([line(0.5, -3, 4)])).toBeCloseTo(sceneAspect + 0.016, 5);
  });

  test('a model sees writing 20 of 28 pixels large, on a canvas of bounded size', () => {
    const { width, height, pen } = sceneSize([line(0.5, 0.2, 0.6)], 28);
    expect(width * (0.4 * sceneAspect + 0.016)).toBeCloseTo(20, 0);
    expect(height).toBe(Math.round(width * sceneAspect));
    expect(pen * width).toBeCloseTo(2.6, 5);
    for (const strokes of [[], [[[0.5, 0.5]] as Stroke]]) {
      expect(sceneSize(strokes, 28).width).toBeLessThanOrEqual(180);
    }
  });

  test('pixels have their object’s colour, white without one', () => {
    const rgba = tintOf(Uint8Array.of(0, 1, 2));
    expect([...rgba.slice(0, 4)]).toEqual([255, 255, 255, 255]);
    expect([...rgba.slice(4, 8)]).not.toEqual([...rgba.slice(8, 12)]);
    expect(rgba[7]).toBe(255);
  });
});
