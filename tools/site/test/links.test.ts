import { expect, test } from '@jest/globals';
import { siteLinks } from '../src/links.js';

const site = {
  pages: new Map([
    ['docs/model.md', 'model.md'],
    ['docs/guide/one.md', 'guide/one.md'],
    ['packages/vae/README.md', 'packages/vae.md'],
  ]),
  kindOf: (path: string) =>
    new Map([
      ['tools/bench', 'folder'],
      ['docs/images/a.png', 'file'],
      ['LICENSE', 'file'],
    ]).get(path),
};
const page = { source: 'docs/guide/one.md', path: 'guide/one.md' };
const links = (text: string) => siteLinks(text, page, site);

test('a page, also by the folder of its README, with its heading', () => {
  expect(links('[a](../model.md#words) [b](../../packages/vae)').text).toBe(
    '[a](../model.md#words) [b](../packages/vae.md)',
  );
});

test('a link that goes on in the next line', () => {
  expect(links('[the\nmodel](../model.md)').text).toBe('[the\nmodel](../model.md)');
});

test('pictures and files are copied', () => {
  expect(links('![a](../images/a.png) [l](../../LICENSE)')).toEqual({
    text: '![a](/docs/images/a.png) [l](/LICENSE.txt)',
    assets: ['docs/images/a.png', 'LICENSE'],
  });
});

test('words that link to sources stay as words', () => {
  expect(links('in [the bench](../../tools/bench).').text).toBe('in the bench.');
});

test('what leads elsewhere, to a heading here, or stands in a code block stays', () => {
  const text = '[a](https://example.org) [b](#here)\n```md\n[c](nowhere)\n```\n';
  expect(links(text)).toEqual({ text, assets: [] });
});

test('what leads nowhere is an error that names the page', () => {
  expect(() => links('[a](../modle.md)')).toThrow('docs/guide/one.md: ../modle.md leads nowhere');
});
