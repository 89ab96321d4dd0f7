import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { deadLinks } from '../src/deadLinks.js';

const folder = mkdtempSync(join(tmpdir(), 'rnp-site-'));
afterAll(() => rmSync(folder, { recursive: true }));
const page = (path: string, html: string) => writeFileSync(join(folder, path), html);

test('pages, headings, pictures and scripts that are not there are told, with the page they are on', () => {
  mkdirSync(join(folder, 'guide'));
  page('picture.svg', '<svg/>');
  page('guide/one.html', '<h2 id="two words">here</h2><a href="/base/">home</a><a href="./two">there</a>');
  page(
    'index.html',
    `<a href="/base/guide/one#two%20words">good</a><a class="x" href="/base/guide/one#three">no heading</a>
     <img src="/base/picture.svg"><img alt="" src="/base/none.svg"><a href="https://example.org/x">elsewhere</a>
     <script src="none.js"></script><a href="mailto:a@b">mail</a>`,
  );
  expect(deadLinks(folder, '/base/')).toEqual([
    'guide/one.html: ./two',
    'index.html: /base/guide/one#three',
    'index.html: /base/none.svg',
    'index.html: none.js',
  ]);
});
