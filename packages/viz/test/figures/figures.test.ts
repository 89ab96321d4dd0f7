import { describe, expect, test } from '@jest/globals';
import {
  interpolationDrawing,
  interpolationFigure,
  partColour,
  partsFigure,
  samplesDrawing,
  samplesFigure,
} from '../../src/index.js';
import { example, grey, pixel, thrown } from '../fixtures.js';

const look = { scale: 1, gap: 2, border: 1 } as const;
const { input: _, ...sample } = example;

describe('partsFigure', () => {
  test('a row per example; columns of Fig. 2A, with words', () => {
    const out = partsFigure([example, sample], look);
    expect(out.columns.map(({ label }) => label)).toEqual([
      'input',
      'reconstruction',
      'parts',
      'part 1',
      'part 2',
    ]);
    expect(out).toMatchObject({ width: 2 + 2 + 2 + 4 + 4 + 4 * 2, height: 4 + 2 + 4, channels: 4 });
    const [input, reconstruction, parts, first, second] = out.columns.map(({ start }) => start);
    expect(pixel(out, input!, 1)).toEqual([255, 255, 255, 255]);
    // The second example has no input: its place stays free.
    expect(pixel(out, input!, 7)).toEqual([0, 0, 0, 0]);
    expect(pixel(out, reconstruction!, 1)).toEqual([204, 204, 204, 255]);
    expect(pixel(out, parts!, 1)).toEqual([0x56, 0xb4, 0xe9, 255]);
    expect(pixel(out, parts! + 1, 2)).toEqual([0xe6, 0x9f, 0x00, 255]);
    // Canvases: the border has the part's colour, the subparts theirs.
    expect(pixel(out, first!, 0)).toEqual([0x56, 0xb4, 0xe9, 255]);
    expect(pixel(out, second!, 0)).toEqual([0xe6, 0x9f, 0x00, 255]);
    expect(pixel(out, first! + 1, 2)).toEqual([0xe6, 0x9f, 0x00, 255]);
    expect(pixel(out, second! + 1, 1)).toEqual([0xe6, 0x9f, 0x00, 255]);
  });

  test('what a drawing missed stands after it, where it is asked for and there is an input', () => {
    const out = partsFigure([example, sample], { ...look, missed: true });
    const labels = out.columns.map(({ label }) => label);
    expect(labels).toEqual(['input', 'reconstruction', 'missed', 'parts', 'part 1', 'part 2']);
    const { start } = out.columns[2]!;
    // |1 − 0.8| and |1 − 0.6|; the second example has no input to be missed.
    expect([pixel(out, start, 1), pixel(out, start + 1, 2)]).toEqual([
      [51, 51, 51, 255],
      [102, 102, 102, 255],
    ]);
    expect(pixel(out, start, 7)).toEqual([0, 0, 0, 0]);
    const alone = partsFigure([sample], { ...look, missed: true });
    expect(alone.columns.map(({ label }) => label)).toEqual(['image', 'parts', 'part 1', 'part 2']);
    const wider = { ...example, input: grey(3, 1, 0, 0, 1, 0, 0) };
    expect(thrown(() => partsFigure([wider], { missed: true }))).toMatchObject({
      code: 'RNP_IMAGE_RASTER',
      message: expect.stringContaining('examples[0].input: is 3×2×1, the reconstruction 2×2×1'),
    });
  });

  test('one level: no canvases', () => {
    const out = partsFigure([{ ...sample, partCanvases: [] }], look);
    expect(out.columns.map(({ label }) => label)).toEqual(['image', 'parts']);
  });

  test('of absent parts there is no column, and the others keep their colours and names', () => {
    const [, last] = example.parts;
    const fewer = { ...sample, parts: [last!], steps: [2], partCanvases: [example.partCanvases[1]!] };
    const out = partsFigure([fewer], look);
    expect(out.columns.map(({ label }) => label)).toEqual(['image', 'parts', 'part 2']);
    const [, parts, second] = out.columns.map(({ start }) => start);
    const colour = (index: number): number[] => [
      ...partColour(index).map((value) => Math.round(255 * value)),
      255,
    ];
    expect(pixel(out, parts! + 1, 2)).toEqual(colour(1));
    expect(pixel(out, second!, 0)).toEqual(colour(1));
    const both = partsFigure([fewer, sample], look);
    expect(both.columns.map(({ label }) => label)).toEqual(['image', 'parts', 'part 1', 'part 2']);
    expect(pixel(both, both.columns[2]!.start, 1)).toEqual([0, 0, 0, 0]);
    const none = partsFigure([{ ...sample, parts: [], partCanvases: [] }], look);
    expect(pixel(none, none.columns[1]!.start, 0)).toEqual([56, 56, 56, 255]);
    const subparts = example.partCanvases[1]!.subparts.slice(0, 1);
    const third = partsFigure([{ ...fewer, partCanvases: [{ subparts, steps: [3] }] }], look);
    expect(pixel(third, third.columns[2]!.start + 2, 1)).toEqual(colour(2));
    for (const steps of [[0], [1, 2], [0.5]]) {
      const wrong = { ...fewer, partCanvases: [{ subparts, steps }] };
      expect(thrown(() => partsFigure([wrong]))).toMatchObject({
        code: 'RNP_CONFIG',
        path: expect.stringMatching(/^examples\[0\]\.partCanvases\[0\]\.steps/),
      });
    }
    for (const steps of [[2, 1], [1, 1], [0, 1], [1], [1, 2, 3]]) {
      expect(thrown(() => partsFigure([{ ...sample, steps }]))).toMatchObject({
        code: 'RNP_CONFIG',
        path: expect.stringMatching(/^examples\[0\]\.steps/),
      });
    }
  });

  test('says which example is wrong', () => {
    const wrong = { ...example, parts: [grey(1, 1), grey(2, 1, 1)] };
    expect(thrown(() => partsFigure([example, { ...wrong, partCanvases: [] }]))).toMatchObject({
      code: 'RNP_IMAGE_RASTER',
      message: expect.stringContaining('examples[1]: parts[1]'),
    });
    expect(thrown(() => partsFigure([{ ...wrong, parts: [grey(1, 1)] }]))).toMatchObject({
      path: 'examples[0]',
    });
    expect(thrown(() => partsFigure([]))).toMatchObject({ code: 'RNP_IMAGE_RASTER' });
  });
});

describe('samplesFigure', () => {
  test('blocks side by side, then below', () => {
    const out = samplesFigure([sample, sample, sample], { ...look, columns: 2 });
    const block = 2 + 2 + 4 + 4 + 3 * 1;
    expect(out).toMatchObject({ width: 2 * block + 4, height: 2 * 4 + 4, channels: 4 });
    expect(pixel(out, 0, 1)).toEqual([204, 204, 204, 255]);
    expect(pixel(out, block + 4, 1)).toEqual([204, 204, 204, 255]);
    expect(pixel(out, out.width - 1, out.height - 1)).toEqual([0, 0, 0, 0]);
  });

  test('drawn one after the other they give the same picture', () => {
    const options = { ...look, columns: 2 };
    const { sheet, draw } = samplesDrawing(3, { width: 2, height: 2, canvases: 2 }, options);
    for (const index of [2, 0, 1]) draw(sample, index);
    expect(sheet).toEqual(samplesFigure([sample, sample, sample], options));
    expect(thrown(() => draw({ ...sample, partCanvases: [] }, 1))).toMatchObject({
      code: 'RNP_IMAGE_RASTER',
      path: 'samples[1]',
    });
  });

  test.each([1e6, 1e9, Number.MAX_SAFE_INTEGER])('%d samples are refused before there is one', (count) => {
    const shape = { width: 28, height: 28, canvases: 4 };
    expect(thrown(() => samplesDrawing(count, shape))).toMatchObject({ code: 'RNP_IMAGE_TOO_LARGE' });
    expect(thrown(() => samplesDrawing(count, shape, { columns: count }))).toMatchObject({
      code: 'RNP_IMAGE_TOO_LARGE',
    });
    expect(
      thrown(() => interpolationDrawing({ rows: 1, columns: count, width: 28, height: 28 })),
    ).toMatchObject({
      code: 'RNP_IMAGE_TOO_LARGE',
    });
  });

  test('refuses no samples and no columns', () => {
    expect(thrown(() => samplesFigure([]))).toMatchObject({ code: 'RNP_IMAGE_RASTER' });
    expect(thrown(() => samplesFigure([sample], { columns: 0 }))).toMatchObject({ code: 'RNP_CONFIG' });
  });
});

test('interpolationFigure puts images in rows, on any background', () => {
  const out = interpolationFigure([[grey(1, 0), grey(1, 0.5), grey(1, 1)]], {
    scale: 2,
    gap: 1,
    background: [1, 0, 0],
  });
  expect(out).toMatchObject({ width: 8, height: 2, channels: 3 });
  expect([0, 2, 3, 6].map((x) => pixel(out, x, 0)[0])).toEqual([0, 255, 128, 255]);
  expect(thrown(() => interpolationFigure([]))).toMatchObject({ code: 'RNP_IMAGE_RASTER' });

  const options = { scale: 2, gap: 1 };
  const images = [0, 0.5, 1, 0.25].map((value) => grey(1, value));
  const { sheet, draw } = interpolationDrawing({ rows: 2, columns: 2, width: 1, height: 1 }, options);
  images.forEach(draw);
  expect(sheet).toEqual(interpolationFigure([images.slice(0, 2), images.slice(2)], options));
});
