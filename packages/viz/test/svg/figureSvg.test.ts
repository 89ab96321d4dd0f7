import { expect, test } from '@jest/globals';
import { createRaster, decodePng } from '@rnp/images';
import { encodePng, figureSvg, partsFigure } from '../../src/index.js';

const embedded = (svg: string): Uint8Array =>
  Uint8Array.from(atob(/base64,([^"]+)"/.exec(svg)![1]!), (letter) => letter.charCodeAt(0));

test('holds the very pixels, headings above their columns, and words escaped', () => {
  const raster = createRaster(9, 9, 1, 1);
  const figure = partsFigure([
    { input: raster, reconstruction: raster, parts: [raster], partCanvases: [{ subparts: [raster] }] },
  ]);
  const svg = figureSvg(figure, { title: 'a < b' });
  expect(svg).toContain('<title>a &lt; b</title>');
  for (const { label, start, end } of figure.columns)
    expect(svg).toMatch(new RegExp(`x="${(start + end) / 2}" [^>]*text-anchor="middle">${label}</text>`));
  expect(svg).toContain(`viewBox="0 0 ${figure.width} ${figure.height + 24}"`);
  const back = decodePng(embedded(svg), { background: 'black' });
  expect([back.width, back.height]).toEqual([figure.width, figure.height]);
});

test('a raster without columns has no headings and no room for them', () => {
  const svg = figureSvg(createRaster(5, 4, 3, 0.5), { title: 'grey' });
  expect(svg).toContain('viewBox="0 0 5 4"');
  expect(svg).not.toContain('<text');
  expect(Array.from(decodePng(embedded(svg)).data.slice(0, 3))).toEqual([128, 128, 128]);
});

test('rows have names at their left, and room for them', () => {
  const raster = createRaster(9, 9, 1, 1);
  const one = { reconstruction: raster, parts: [raster], partCanvases: [] };
  const figure = partsFigure([one, one], { rowLabels: ['seven', 'a < b'] });
  expect(figure.rows?.map(({ label }) => label)).toEqual(['seven', 'a < b']);
  const svg = figureSvg(figure, { title: 'x' });
  const left = Number(/<image [^>]*x="(\d+)"/.exec(svg)![1]);
  expect(left).toBeGreaterThan(5 * 6);
  expect(svg).toContain(`viewBox="0 0 ${figure.width + left} `);
  expect(svg).toContain('>a &lt; b</text>');
});

test('takes pixels that were encoded before', () => {
  const raster = createRaster(5, 4, 3, 0.5);
  const png = encodePng(raster);
  expect(figureSvg(raster, { title: 'grey', png })).toBe(figureSvg(raster, { title: 'grey' }));
  const other = encodePng(createRaster(5, 4, 3, 1));
  expect(embedded(figureSvg(raster, { title: 'white', png: other }))).toEqual(other);
});

test('refuses a raster that is none', () => {
  expect(() =>
    figureSvg({ width: 2, height: 2, channels: 1, data: new Float32Array(3) }, { title: 'x' }),
  ).toThrow(expect.objectContaining({ code: 'RNP_IMAGE_RASTER' }));
});
