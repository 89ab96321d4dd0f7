import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { createRaster } from '@rnp/images';
import fc from 'fast-check';
import { encodePng, partsFigure, type ReportOptions, reportHtml } from '../../src/index.js';
import { example, thrown } from '../fixtures.js';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="10"><script>alert(1)</script></svg>';
const full = (text: string): ReportOptions => ({
  title: `Report ${text}`,
  summary: text,
  command: text,
  seed: text,
  tables: [{ title: text, columns: [text, text], rows: [[text, text]], caption: text }],
  metrics: [{ name: text, value: text, unit: text, note: text, key: true }],
  figures: [
    { title: text, caption: text, alt: text, raster: partsFigure([example]) },
    { title: text, svg },
    { title: text, png: encodePng(createRaster(2, 2, 3)) },
  ],
  chapters: [
    {
      title: text,
      summary: text,
      metrics: [{ name: text, value: text, key: true }],
      figures: [{ title: text, caption: text, svg }],
    },
  ],
  curves: [
    { title: text, xLabel: text, yLabel: text, caption: text, series: [{ name: text, points: [[0, 1]] }] },
  ],
  notes: [text],
  footer: text,
  language: text,
});

/** Tags that the page itself writes, their quoted values cut out; nothing else may stand between < and >. */
const ours =
  /^<(!doctype html|\/?(html|head|meta|title|style|body|main|header|h1|h2|h3|p|dl|div|dt|dd|small|span|section|figure|img|figcaption|b|svg|desc|text|path|g|table|thead|tbody|tr|th|td|ul|li|pre|code|footer)( (?!on)[A-Za-z-]+)* ?\/?)>$/;

function strangers(html: string): string[] {
  // An empty icon, so that a browser asks no server for one.
  const bare = html
    .replace('<link rel="icon" href="data:,">', '')
    .replace(/<style>[^<]*<\/style>/g, '')
    .replace(/="[^"<>]*"/g, '');
  return (bare.match(/<[^>]*>?/g) ?? []).filter((tag) => !ours.test(tag));
}

describe('reportHtml', () => {
  const html = reportHtml({ ...full('words'), seed: 7, language: 'en' });

  test('holds everything: titles, numbered figures, curve, metrics, command, seed', () => {
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    for (const text of ['<h1>Report words</h1>', 'Fig. 1', 'Fig. 5', 'Metrics', 'Make it again', 'Seed 7'])
      expect(html).toContain(text);
    expect(html.match(/data:image\/png;base64,/g)).toHaveLength(2);
    expect(html).toContain('>reconstruction</span>');
    expect(html).toContain('class="rnp-svg"');
    expect(html).toContain('class="scroll wide broad"');
    expect(strangers(html)).toEqual([]);
  });

  test('a chapter follows the pictures: its words, its metrics, pictures under smaller headings; its key figures are at the top', () => {
    const { chapters: _, ...rest } = full('words');
    const metrics = [{ name: 'counted right', value: 0.75, key: true }];
    const some = { title: 'Those before', svg };
    const page = reportHtml({
      ...rest,
      figures: [some],
      chapters: [{ title: 'Scenes', summary: 'of two', metrics, figures: [{ title: 'The worst', svg }] }],
    });
    const order = [
      '<dt>counted right</dt><dd>0.750',
      '<h2>Those before</h2>',
      '<h2>Scenes</h2><p class="small">of two</p><table>',
      '<h3>The worst</h3>',
      'Fig. 2',
      'Fig. 3',
      '<h2>Metrics</h2>',
    ].map((text) => page.indexOf(text));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  test('refers to nothing outside and allows nothing', () => {
    expect(html).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'`);
    const references = [...html.matchAll(/(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]{0,12})/g)].map(
      ([, to]) => to,
    );
    expect(references.every((to) => to!.startsWith('data:image/') || to === 'data:,')).toBe(true);
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/@import|@font-face/);
  });

  test('light and dark, phone and paper', () => {
    for (const rule of ['prefers-color-scheme:dark', '@media print', 'max-width:40rem', 'name="viewport"'])
      expect(html).toContain(rule);
  });

  test.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><script>alert(1)</script>',
    '</title><svg onload=alert(1)>',
    ']]><!--<script>',
    '&lt;script&gt;',
    '\u0000\ud800\u202e',
  ])('hostile words stay words: %s', (text) => {
    const hostile = reportHtml(full(text));
    expect(strangers(hostile)).toEqual([]);
    const shown = /<pre><code>([^<]*)<\/code>/.exec(hostile)![1]!;
    const read = shown.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]!,
    );
    expect(read).toBe(text.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd'));
  });

  test('any words at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(strangers(reportHtml(full(text)))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    [null, 'must be a number, a string or a list of numbers, not null', ''],
    [[1, null], 'must be a number, not null', '[1]'],
    [{}, 'must be a number, a string or a list of numbers, not an object (Object)', ''],
  ])('a metric %j is refused by its place', (value, complaint, place) => {
    const metrics = [
      { name: 'SSE', value: 1 },
      { name: 'purity', value: value as never },
    ];
    const error = thrown(() => reportHtml({ title: 'A run', metrics }));
    expect(error).toMatchObject({ code: 'RNP_CONFIG', complaint, path: `options.metrics[1].value${place}` });
  });

  test('a title alone is a report; no title is none', () => {
    const bare = reportHtml({ title: 'Bare' });
    for (const absent of ['<table>', '<figure>', '<pre>', '<dl', '<ul>']) expect(bare).not.toContain(absent);
    const error = thrown(() => reportHtml({ title: '  ' }));
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code: 'RNP_CONFIG', path: 'options.title' });
  });
});
