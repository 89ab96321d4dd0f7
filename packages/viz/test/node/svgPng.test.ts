import { describe, expect, test } from '@jest/globals';
import { decodePng } from '@rnp/images';
import { curveSvg, figureSvg, hex, imageGrid, latentMapSvg, partColour } from '../../src/index.js';
import { svgPng } from '../../src/node/index.js';
import { plainColours } from '../../src/node/plainColours.js';
import { lightTheme } from '../../src/svg/theme.js';
import { grey, pixel, xmlFault } from '../fixtures.js';

const curve = (title: string): string =>
  curveSvg({
    title,
    width: 300,
    height: 320,
    xLabel: 'training step (batches)',
    yLabel: 'SSE per image',
    references: [{ y: 50, label: 'mean image' }],
    series: [1, 2, 3].map((n) => ({
      name: `run ${n}`,
      points: [
        [0, 90 / n],
        [100, 10 / n],
      ],
    })),
  });
const svg = (content: string, size = 'width="40" height="20"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${content}</svg>`;
const picture = async (drawing: string, scale = 1) => decodePng(await svgPng(drawing, { scale }));

/** How many values are not white. */
const ink = ({ data }: { readonly data: Uint8Array }): number => data.filter((value) => value < 230).length;
/** How many pixels have a colour, `#rrggbb`. */
function count({ data }: { readonly data: Uint8Array }, colour: string): number {
  const wanted = Number.parseInt(colour.slice(1), 16);
  let found = 0;
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = data.subarray(at, at + 3);
    if (r! * 65536 + g! * 256 + b! === wanted) found++;
  }
  return found;
}

describe('svgPng', () => {
  test('is as large as the drawing, twice unless asked otherwise, on white', async () => {
    const red = svg('<rect x="10" width="30" height="20" fill="#f00"/>');
    const twice = decodePng(await svgPng(red));
    expect([twice.width, twice.height]).toEqual([80, 40]);
    const once = await picture(red);
    expect([once.width, once.height]).toEqual([40, 20]);
    expect([pixel(once, 5, 5), pixel(once, 20, 5)]).toEqual([
      [255, 255, 255],
      [255, 0, 0],
    ]);
  });

  test('words are there without a font of the system, in the alphabets that names are written in', async () => {
    const [none, ...written] = await Promise.all(
      ['', 'step', 'Škoda', 'λ Σ', 'Жук', '− z² · 3 × 3 ’…'].map(async (words) =>
        ink(await picture(svg(`<text y="14" font-size="12">${words}</text>`))),
      ),
    );
    expect(none).toBe(0);
    for (const amount of written) expect(amount).toBeGreaterThan(60);
    // A glyph of its own each, not the box that stands for what a font has not.
    const shapes = await Promise.all(
      [...'aλЖŠ−²'].map((letter) => svgPng(svg(`<text y="14" font-size="12">${letter}</text>`))),
    );
    expect(new Set(shapes.map((png) => Buffer.from(png).toString('base64'))).size).toBe(shapes.length);
    const [regular, bold] = await Promise.all(
      [400, 600].map(async (weight) =>
        ink(await picture(svg(`<text y="14" font-weight="${weight}">Learning</text>`))),
      ),
    );
    expect(bold).toBeGreaterThan(regular!);
  });

  test('words in Latin letters are the same with the other alphabets at hand and without', async () => {
    // U+0020 to U+00FF, without what XML or nobody writes.
    const letters = Array.from({ length: 224 }, (_, i) => String.fromCharCode(32 + i)).filter(
      (letter) =>
        !'<&'.includes(letter) &&
        encodeURIComponent(letter) !== '%7F' &&
        !/^%C2%[89]/.test(encodeURIComponent(letter)),
    );
    const lines = [...`${letters.join('')}‐‑‒–—―‘’‚‛“”„‟…−`.match(/.{1,20}/gu)!];
    const text = (weight: number): string =>
      lines
        .map((line, i) => `<text y="${12 + 14 * i}" font-size="12" font-weight="${weight}">${line}</text>`)
        .join('');
    // Drawn nowhere, but a letter of the drawing.
    const [plain, greek] = await Promise.all(
      ['', '<text y="-99">λ</text>'].map((more) =>
        svgPng(svg(text(400) + text(600) + more, 'width="300" height="200"')),
      ),
    );
    expect(plain).toEqual(greek);
  });

  test('curves have their colours, grid and title', async () => {
    // Large enough for thin lines to have pixels of their own.
    const drawn = await picture(curve('Learning'), 3);
    const [first, second, third] = lightTheme.lines;
    for (const colour of [first, second, third, lightTheme.grid, lightTheme.frame]) {
      expect(count(drawn, colour!)).toBeGreaterThan(40);
    }
    expect(drawn.data).not.toEqual((await picture(curve('Other words'), 3)).data);
  });

  test('pixels stay squares', async () => {
    const board = imageGrid({ rows: [[grey(2, 0, 1, 1, 0)]], scale: 1 });
    const drawn = await picture(figureSvg(board, { title: 'board' }), 8);
    expect([drawn.width, drawn.height]).toEqual([16, 16]);
    expect(new Set(drawn.data)).toEqual(new Set([0, 255]));
    expect([pixel(drawn, 7, 7)[0], pixel(drawn, 8, 7)[0]]).toEqual([0, 255]);
  });

  test('a map has its points and its legend', async () => {
    const map = { points: [[0, 0] as const, [1, 2] as const], groups: [0, 1] };
    const named = { ...map, groupNames: ['whole', 'part'] };
    const [plain, legend] = await Promise.all(
      [map, named].map((one) => picture(latentMapSvg(one, { title: 'Two levels' }))),
    );
    expect(legend!.height).toBeGreaterThan(plain!.height);
    expect(count(legend!, hex(partColour(1)))).toBeGreaterThan(50);
  });

  test('the same bytes each time, also at the same time', async () => {
    const [a, b, c] = await Promise.all([1, 2, 3].map(() => svgPng(curve('Learning'))));
    expect(a).toEqual(b);
    expect(a).toEqual(c);
  });

  test.each([
    ['no document', 'no svg'],
    ['an end too early', curve('Learning').slice(0, 900)],
    ['another document', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['no size', svg('', 'width="0" height="5"')],
    [
      'entities that grow',
      `<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>${svg('<text>&a;</text>')}`,
    ],
  ])('%s is refused by name, and the next drawing is made', async (_, bad) => {
    const refused = svgPng(bad, { path: 'curve.svg' });
    await expect(refused).rejects.toMatchObject({ code: 'RNP_IMAGE_SVG', path: 'curve.svg' });
    expect((await picture(svg(''))).width).toBe(40);
  });

  test('what would take too much memory is refused before it is drawn', async () => {
    await expect(svgPng(svg('', 'width="1e9" height="1e9"'))).rejects.toMatchObject({
      code: 'RNP_IMAGE_TOO_LARGE',
    });
    await expect(svgPng(svg(''), { maxPixels: 3199 })).rejects.toThrow('80×40');
    expect(decodePng(await svgPng(svg(''), { maxPixels: 3200 })).width).toBe(80);
  });

  test.each([0, -1, Number.NaN, 17, Number.POSITIVE_INFINITY])('a scale of %p is none', async (scale) => {
    await expect(svgPng(svg(''), { scale })).rejects.toMatchObject({ code: 'RNP_CONFIG' });
  });

  test('a scale that leaves no pixel is refused', async () => {
    await expect(svgPng(svg(''), { scale: 1e-9 })).rejects.toMatchObject({ code: 'RNP_IMAGE_SVG' });
  });
});

describe('plainColours', () => {
  test('leaves no variable, and words as they are', () => {
    const plain = plainColours(curve('the colour var(--rnp-line)'));
    expect(xmlFault(plain)).toBeNull();
    expect(plain.match(/var\(/g)).toHaveLength(2);
    expect(plain).toContain('>the colour var(--rnp-line)</text>');
    expect(plain).toContain(`class="rnp-1" stroke="${lightTheme.lines[1]}"`);
  });

  test('leaves other drawings alone', () => {
    const other = svg('<style>.a{fill:var(--mine)}</style><rect class="a" fill="var(--other)"/>');
    expect(plainColours(other)).toBe(other);
  });
});
