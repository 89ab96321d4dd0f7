import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CurveSvgOptions, curveSvg } from '../../src/index.js';
import { xmlFault } from '../fixtures.js';

const base: CurveSvgOptions = {
  title: 'Learning',
  xLabel: 'step',
  yLabel: 'SSE per image',
  series: [
    {
      name: 'held out',
      points: [
        [0, 90],
        [50, 45],
        [100, 10],
      ],
    },
  ],
};

describe('curveSvg', () => {
  test('is well-formed, says what it shows, puts points where they belong', () => {
    const svg = curveSvg({ ...base, width: 474, height: 302 });
    expect(xmlFault(svg)).toBeNull();
    expect(svg).toContain('<title>Learning</title>');
    expect(svg).toContain('SSE per image against step. held out: from 90 to 10.');
    // x from 58 to 458; y from 0 (bottom, 256) to 93.6 (top, 56).
    expect(svg).toContain('d="M58 63.69L258 159.85L458 234.63"');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('a legend for two series, none for one; dashes from the sixth', () => {
    expect(curveSvg(base)).not.toContain('>held out</text>');
    const six = Array.from({ length: 6 }, (_, i) => ({
      name: `run ${i}`,
      points: [
        [0, i],
        [1, i + 1],
      ] as const,
    }));
    const svg = curveSvg({ ...base, series: six });
    expect(xmlFault(svg)).toBeNull();
    expect(svg).toContain('>run 5</text>');
    expect(svg).toContain('class="rnp-0" stroke="var(--rnp-line)" stroke-dasharray');
  });

  test('logarithmic: decades, and gaps where there is no logarithm', () => {
    const points = [
      [1, 1000],
      [2, 0],
      [3, 10],
      [4, 1],
    ] as const;
    const svg = curveSvg({ ...base, yScale: 'log', xScale: 'log', series: [{ name: 'a', points }] });
    expect(svg).toContain('SSE per image, logarithmic');
    expect(svg).toContain('>100</text>');
    expect(svg.match(/ d="M[^"]*M[^"]*"/)).not.toBeNull();
  });

  test('smoothing draws the points faintly behind; references are labelled; the heading can go', () => {
    const series = [{ ...base.series[0]!, smooth: 3 }];
    const svg = curveSvg({ ...base, series, references: [{ y: 52.9, label: 'mean digit' }], heading: false });
    expect(svg).toContain('opacity="0.3"');
    expect(svg).toContain('>mean digit</text>');
    expect(svg).not.toContain('>Learning</text>');
    expect(xmlFault(svg)).toBeNull();
  });

  test('a ribbon runs along its low side and back along the high one, and both are on the axis', () => {
    const points = [
      [0, 10],
      [1, 8],
      [2, 6],
    ] as const;
    const band = points.map(([x, y]) => [x, y - 2, y + 10] as const);
    const look = { title: 't', xLabel: 'epoch', yLabel: 'SSE', width: 400, height: 300 };
    const svg = curveSvg({ ...look, series: [{ name: 'rnp', points, band }] });
    const ribbon = /<path class="rnp-0" fill="var\(--rnp-line\)" opacity="0.18" d="M([^"]+)Z"/.exec(svg)![1]!;
    const corners = ribbon.split('L').map((corner) => corner.split(' ').map(Number));
    expect(corners.map(([x]) => x)).toEqual([58, 221, 384, 384, 221, 58]);
    // y grows downwards: the low side lies below the high one, and the top of the band within the drawing.
    const ys = corners.map(([, y]) => y!);
    expect(ys[0]).toBeGreaterThan(ys[5]!);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(36);
    expect(svg).toContain('<path class="rnp-0" stroke="var(--rnp-line)" stroke-width="2.25"');
    expect(curveSvg({ ...look, series: [{ name: 'rnp', points }] })).not.toContain('opacity="0.18"');
  });

  test('a ribbon has a gap where a side is no number', () => {
    const band = [
      [0, 1, 2],
      [1, Number.NaN, 2],
      [2, 1, 2],
      [3, 1, 2],
    ] as const;
    const svg = curveSvg({
      title: 't',
      xLabel: 'x',
      yLabel: 'y',
      series: [{ name: 'a', points: [[0, 1]], band }],
    });
    const ribbon = /opacity="0.18" d="([^"]+)"/.exec(svg)![1]!;
    expect(ribbon.match(/M/g)).toHaveLength(2);
    expect(ribbon).not.toContain('NaN');
  });

  test('nothing to draw is said', () => {
    for (const series of [
      [],
      [{ name: 'a', points: [] }],
      [{ name: 'a', points: [[0, Number.NaN]] as const }],
    ]) {
      const svg = curveSvg({ ...base, series });
      expect(svg).toContain('no values yet');
      expect(xmlFault(svg)).toBeNull();
    }
  });

  test('any words and any numbers make well-formed SVG', () => {
    const words = fc.string({ unit: 'binary', maxLength: 30 });
    const number = fc.oneof(fc.double(), fc.constantFrom(0, 1, -5, 1e308, -1e308));
    fc.assert(
      fc.property(
        words,
        words,
        fc.array(fc.record({ name: words, points: fc.array(fc.tuple(number, number), { maxLength: 20 }) }), {
          maxLength: 7,
        }),
        fc.constantFrom('linear' as const, 'log' as const),
        (title, label, series, scale) => {
          const svg = curveSvg({ title, xLabel: label, yLabel: label, series, xScale: scale, yScale: scale });
          expect(xmlFault(svg)).toBeNull();
          expect(svg).not.toMatch(/="[^"]*NaN/);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a gap stays one in a long curve', () => {
    const points = Array.from(
      { length: 5000 },
      (_, x) => [x, x === 2500 ? Number.NaN : 1 + (x % 2)] as const,
    );
    const svg = curveSvg({ ...base, series: [{ name: 'a', points }] });
    expect(svg.match(/stroke-width="2.25" d="([^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(2);
  });

  test('ten thousand points make no large file', () => {
    const points = Array.from({ length: 10_000 }, (_, x) => [x, Math.sin(x)] as const);
    expect(curveSvg({ ...base, series: [{ name: 'a', points }] }).length).toBeLessThan(40_000);
  });
});
