import { describe, expect, test } from '@jest/globals';
import type { Drawing } from '../src/drawing/drawing.js';
import { codeOfDrawing, drawingOfCode } from '../src/drawing/drawingCode.js';
import type { Point } from '../src/drawing/strokes.js';

const circle = Array.from({ length: 200 }, (_, i): Point => {
  const turn = (2 * Math.PI * i) / 199;
  return [0.5 + 0.4 * Math.cos(turn), 0.5 + 0.4 * Math.sin(turn)];
});

/** How far a point is from the nearest point of a line through others. */
function away([x, y]: Point, line: readonly Point[]): number {
  const segments = line.slice(1).map((b, i) => {
    const a = line[i]!;
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const along = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1);
    const share = Math.min(1, Math.max(0, along));
    return Math.hypot(x - a[0] - share * dx, y - a[1] - share * dy);
  });
  return Math.min(...segments);
}

describe('a drawing as a word', () => {
  test('strokes come back to a fraction of a pixel, in few characters', () => {
    const strokes = [circle, [[-0.2, 1.1] as Point]];
    const code = codeOfDrawing({ kind: 'strokes', strokes }, null)!;
    expect(code.length).toBeLessThan(250);
    expect(code).toMatch(/^s[\w-]+$/);
    const back = drawingOfCode(code) as Drawing & { kind: 'strokes' };
    expect(back.strokes.length).toBe(2);
    for (const point of circle) expect(away(point, back.strokes[0]!)).toBeLessThan(0.003);
    expect(Math.hypot(back.strokes[1]![0]![0] + 0.2, back.strokes[1]![0]![1] - 1.1)).toBeLessThan(0.001);
    // A word is its own: the browser knows by it what it has kept.
    expect(codeOfDrawing(back, null)).toBe(codeOfDrawing(drawingOfCode(code)!, null));
  });

  test('pixels come back as they were, in 256 steps', () => {
    const data = Float32Array.from({ length: 28 * 28 }, (_, i) => (i % 50 < 45 ? 0 : (i % 256) / 255));
    const image = { height: 28, width: 28, channels: 1, data };
    const code = codeOfDrawing({ kind: 'image', image, example: false }, image)!;
    expect(code.length).toBeLessThan(300);
    expect(drawingOfCode(code)).toEqual({ kind: 'image', image, example: false });
  });

  test('what is too large has none, and what is damaged is none', () => {
    const data = new Float32Array(64 * 64 * 3).fill(0.5);
    const image = { height: 64, width: 64, channels: 3, data };
    expect(codeOfDrawing({ kind: 'image', image, example: false }, image)).toBeNull();
    for (const word of ['', 'x', 's*', 'sAAE', 'sAAA', 'p28.28.1.', 'p2.2.1.AAUB', 'p9999.9.1.AA']) {
      expect(drawingOfCode(word)).toBeNull();
    }
  });
});
