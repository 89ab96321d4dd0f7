import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { createRaster } from '@rnp/images';
import fc from 'fast-check';
import { parsePageHtml } from '../../src/index.js';
import { type TestNode, thrown, tree } from '../fixtures.js';
import { pictures, quarters } from './fixture.js';

const page = (text: string): string =>
  parsePageHtml(quarters, pictures, {
    title: `Page ${text}`,
    summary: text,
    command: text,
    footer: text,
    language: text,
  });

/** Tags that the page itself writes, their quoted values cut out. */
const ours =
  /^<(!doctype html|\/?(html|head|meta|link|title|style|body|main|header|h1|h2|p|div|section|svg|defs|mask|rect|image|polygon|fieldset|legend|label|input|span|button|output|ul|li|img|pre|code|footer|script)( (?!on)[A-Za-z-]+)* ?\/?)>$/;

function strangers(html: string): string[] {
  const bare = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').replace(/="[^"<>]*"/g, '');
  return (bare.match(/<[^>]*>?/g) ?? []).filter((tag) => !ours.test(tag));
}

describe('parsePageHtml', () => {
  const html = page('words');

  test('a leaf is a mask, a node a frame and an item of the tree, with words for who does not see it', () => {
    expect(html.match(/<mask /g)).toHaveLength(4);
    expect(html.match(/class="frame"/g)).toHaveLength(6);
    expect(html.match(/role="treeitem"/g)).toHaveLength(7);
    expect(html).toMatch(
      /data-path="1\.2"[^>]* aria-description="50 % as wide and 50 % as high as the image, upright/,
    );
    expect(html).toMatch(
      /data-path="2"[^>]* aria-owns="below-2" aria-description="[^"]*; drawn by 2 parts of its own"/,
    );
    expect(html).toContain('<span class="name">Part 2</span><span class="share">50 % of the ink</span>');
    // A leaf has the colours of its ancestors, so that it can be shown by part and by subpart.
    expect(html).toMatch(/data-path="1\.2"[^>]* style="--c1:#56b4e9;--c2:#e69f00"/);
    expect(strangers(html)).toEqual([]);
  });

  test('parts are called by their steps, also where others are absent; without any the whole is shown', () => {
    const { root } = quarters;
    const without = (...steps: number[]): string =>
      parsePageHtml<TestNode>(
        { root: { ...root, children: root.children.filter(({ step }) => !steps.includes(step)) } },
        pictures,
        { title: 'Fewer' },
      );
    expect(without(1)).toContain('<span class="name">Part 2</span>');
    expect(without(1).match(/data-path="2\.[12]"/g)).toHaveLength(6);
    expect(without(1)).not.toMatch(/data-path="1/);
    expect(without(1, 2)).toContain('Drawn by 0 parts');
  });

  test('asks for nothing, and lets its own script alone run', () => {
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)![1]!;
    const hash = createHash('sha256').update(script).digest('base64');
    expect(html).toContain(`script-src 'sha256-${hash}'`);
    expect(html).toContain("default-src 'none'; img-src data:;");
    const references = [...html.matchAll(/(?:src|href)="([^"]{0,6})/g)].map(([, to]) => to);
    expect(references.every((to) => to === 'data:i' || to === 'data:,')).toBe(true);
    expect(html).not.toMatch(/@import|@font-face|https?:/);
  });

  test('light and dark, phone and paper', () => {
    for (const rule of [
      'prefers-color-scheme:dark',
      '@media print',
      'max-width:',
      'name="viewport"',
      'prefers-reduced-motion',
    ])
      expect(html).toContain(rule);
  });

  test('any words at all stay words', () => {
    for (const text of [
      '</script><script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '</style><svg onload=alert(1)>',
    ])
      expect(strangers(page(text))).toEqual([]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(strangers(page(text))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('other depths: one level, three; a drawing without ink', () => {
    const empty = { ...pictures, onImage: () => createRaster(28, 28, 1) };
    const flat = parsePageHtml(tree(3), empty, { title: 'Flat' });
    expect(flat.match(/<mask /g)).toHaveLength(3);
    expect(flat).not.toContain('Subparts');
    expect(flat).toContain('0 % of the ink');
    const deep = parsePageHtml(tree(2, 1, 2), empty, { title: 'Deep' });
    expect(deep.match(/<mask /g)).toHaveLength(4);
    expect(deep).toContain('Subsubparts');
    expect(deep).toContain('[data-view="3"] .leaf{fill:var(--c3)}');
  });

  test('no title, or no raster, is refused', () => {
    const error = thrown(() => parsePageHtml(quarters, pictures, { title: ' ' }));
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code: 'RNP_CONFIG', path: 'options.title' });
    const broken = { ...pictures, onImage: () => ({ ...createRaster(2, 2, 1), width: 3 }) };
    expect(thrown(() => parsePageHtml(quarters, broken, { title: 'Broken' }))).toMatchObject({
      code: 'RNP_IMAGE_RASTER',
    });
  });
});
