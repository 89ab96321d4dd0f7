import { expect, test } from '@jest/globals';
import { apiSidebars } from '../src/apiSidebars.js';

const entries = ['vae', 'vae/node'].map((text) => ({
  text,
  link: `/api/${text}/`,
  collapsed: true,
  items: [{ text: 'Functions', items: [{ text: `of ${text}`, link: `/api/${text}/functions/of.md` }] }],
}));

test('each entry shows its own names and links to the others, in the same order', () => {
  const [vae, node] = [
    { text: 'vae', link: '/api/vae/' },
    { text: 'vae/node', link: '/api/vae/node/' },
  ];
  expect(apiSidebars(entries)).toEqual({
    '/api/': [vae, node],
    '/api/vae/': [{ ...entries[0], collapsed: false }, node],
    '/api/vae/node/': [vae, { ...entries[1], collapsed: false }],
  });
});
