import { expect, test } from '@jest/globals';
import { onPaper, onRuledPaper } from '../src/paper.js';

const [width, height] = [120, 90];
const size = { width, height, seed: 3 };
const blank = new Uint8Array(width * height);
const at = (x: number, y: number): number => y * width + x;
/** The mean of each row, or column, of a picture. */
const means = (data: Uint8Array, along: 'rows' | 'columns'): number[] => {
  const [lines, length] = along === 'rows' ? [height, width] : [width, height];
  return Array.from({ length: lines }, (_, line) => {
    const pixels = Array.from({ length }, (_, i) => data[along === 'rows' ? at(i, line) : at(line, i)]!);
    return pixels.reduce((sum, value) => sum + value, 0) / length;
  });
};
const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

test('lines are printed along rows, squares along columns as well, and nothing unless asked for', () => {
  const spreads = (['none', 'ruled', 'squared'] as const).map((print) => {
    const { data } = onPaper(blank, { ...size, light: 1, print });
    return [spread(means(data, 'rows')), spread(means(data, 'columns'))];
  });
  for (const [print, [rows, columns]] of spreads.entries()) {
    expect([print, rows! > 20, columns! > 20]).toEqual([print, print > 0, print === 2]);
  }
  expect(onRuledPaper(blank, size)).toEqual(onPaper(blank, { ...size, print: 'ruled' }));
});

test('light falls off towards one corner, and the same seed gives the same paper', () => {
  const { data } = onPaper(blank, size);
  const corners = [at(0, 0), at(width - 1, 0), at(0, height - 1), at(width - 1, height - 1)].map(
    (corner) => data[corner]!,
  );
  expect(Math.min(...corners) / Math.max(...corners)).toBeCloseTo(0.5, 0.9);
  expect(onPaper(blank, size).data).toEqual(data);
  expect(onPaper(blank, { ...size, seed: 4 }).data).not.toEqual(data);
});

test('a blurred pen loses no ink, and reaches its neighbours', () => {
  const ink = new Uint8Array(width * height);
  for (let y = 40; y < 50; y++) for (let x = 50; x < 60; x++) ink[at(x, y)] = 255;
  const darker = (blur: number): number[] => {
    const [written, empty] = [ink, blank].map((values) => onPaper(values, { ...size, light: 1, blur }).data);
    return Array.from(empty!, (value, pixel) => value - written![pixel]!);
  };
  const [sharp, soft] = [darker(0), darker(2)];
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  expect(sum(soft) / sum(sharp)).toBeCloseTo(1, 2);
  expect([sharp[at(48, 45)], soft[at(48, 45)]! > 5]).toEqual([0, true]);
});
