import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';
import { apiSidebars } from '../src/apiSidebars.js';

const generated = new URL('../generated/', import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, generated), 'utf8'));

const link = (path) => `/${path.replace(/(index)?\.md$/, '')}`;
const group = ({ title, pages }, collapsed) => ({
  text: title,
  ...(collapsed === undefined ? {} : { collapsed }),
  items: pages.map((page) => ({ text: page.title, link: link(page.path) })),
});

const groups = read('groups.json').filter(({ hidden }) => !hidden);
const short = new Set(['Start', 'Guide', 'Background']);
const sidebar = groups.map((one) => group(one, short.has(one.title) ? undefined : one.title !== 'Packages'));

const api = read('pages/api/typedoc-sidebar.json');

export default defineConfig({
  srcDir: 'generated/pages',
  outDir: 'dist',
  cacheDir: 'generated/cache',
  title: '@rnp',
  description: 'Recursive Neural Programs for TypeScript: images explained as programs that draw them',
  lang: 'en-GB',
  cleanUrls: true,
  lastUpdated: false,
  // Otherwise each of the hundreds of pages has the titles and the sidebars of all.
  metaChunk: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: { theme: { light: 'github-light', dark: 'github-dark' } },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/one-package', activeMatch: '^/guide/' },
      { text: 'Model', link: '/pictures', activeMatch: '^/(pictures|model)' },
      { text: 'Packages', link: '/packages/vae', activeMatch: '^/packages/' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: { '/': sidebar, ...apiSidebars(api) },
    outline: [2, 3],
    search: { provider: 'local' },
    footer: { message: 'Apache-2.0' },
  },
});
