import { describe, expect, test } from '@jest/globals';
import { decodePng } from '@rnp/images';
import { parseTreeSvg, partsFigure } from '../src/index.js';
import { emptyGround, isEmpty, legibleInk, peakInk } from '../src/legibleInk.js';
import { grey, pixel, tree } from './fixtures.js';

describe('ink that can be made out', () => {
  test('faint pictures of one canvas grow by one factor, strong and empty ones stay', () => {
    const [a, b] = legibleInk([grey(2, 0.1, 0), grey(2, 0, 0.2)]);
    expect([...a!.data, ...b!.data]).toEqual([0.5, 0, 0, 1].map((value) => expect.closeTo(value, 5)));
    const strong = [grey(2, 0.1, 0), grey(2, 0, 0.6)];
    expect(legibleInk(strong)).toBe(strong);
    const empty = [grey(2, 0.01, -1)];
    expect([isEmpty(empty), legibleInk(empty) === empty, peakInk(empty)]).toEqual([
      true,
      true,
      expect.closeTo(0.01, 5),
    ]);
  });

  test('a part that draws nothing is grey on its own canvas, a faint one has the colour of ink', () => {
    const one = grey(2, 1, 1, 1, 1);
    const [none, faint] = [grey(2, 0, 0, 0, 0), grey(2, 0.1, 0.1, 0.1, 0.1)];
    const figure = partsFigure(
      [
        {
          reconstruction: one,
          parts: [one, one],
          partCanvases: [{ subparts: [none] }, { subparts: [faint] }],
        },
      ],
      { scale: 1, gap: 0, border: 1 },
    );
    const [first, second] = figure.columns.slice(2).map(({ start }) => start + 1);
    expect(pixel(figure, first!, 1).slice(0, 3)).toEqual(emptyGround.map((value) => Math.round(255 * value)));
    expect(pixel(figure, second!, 1).slice(0, 3)).toEqual([0x56, 0xb4, 0xe9]);
  });

  test('in a tree empty parts are said to be, and have no picture', () => {
    const one = tree(2);
    const svg = parseTreeSvg(one, ({ step }) => grey(1, step === 1 ? 0 : 0.1), { labels: 'step' });
    expect(svg).toContain('part 1, which draws nothing');
    expect(svg.match(/>empty<\/text>/g)).toHaveLength(1);
    const pictures = [...svg.matchAll(/base64,([^"]+)"/g)].map(([, text]) =>
      decodePng(Buffer.from(text!, 'base64')),
    );
    // The whole image as it is, and the second part in its colour.
    expect(pictures.map(({ data }) => [...data])).toEqual([[26], [0xe6, 0x9f, 0x00]]);
  });
});
