import { describe, expect, test } from '@jest/globals';
import { hex, partColour, partColours } from '../src/index.js';

describe('palette', () => {
  test('eight colours of their own, then lighter, then darker, then again', () => {
    expect(hex(partColour(0))).toBe('#56b4e9');
    expect(hex(partColour(8))).toBe('#abdaf4');
    expect(new Set(Array.from({ length: 24 }, (_, index) => hex(partColour(index)))).size).toBe(24);
    expect(partColour(24)).toEqual(partColour(0));
  });

  test('each has a contrast of 4 to 1 on black', () => {
    const linear = (value: number): number =>
      value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    for (const [red, green, blue] of partColours) {
      const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
      expect((luminance + 0.05) / 0.05).toBeGreaterThan(4);
    }
  });

  test('no index is out of range', () => {
    for (const index of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e12])
      expect(hex(partColour(index))).toMatch(/^#[0-9a-f]{6}$/);
  });
});
