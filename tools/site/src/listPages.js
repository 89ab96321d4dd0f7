import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { groups, readmeFolders } from './pages.js';

/**
 * All pages that there are: groups of `{ title, hidden, pages: [{ source, path, title }] }`, paths relative to the
 * repository and to the site.
 */
export function listPages(root) {
  const named = groups.map(({ title, pages }) => ({
    title,
    pages: pages.filter(({ source, optional }) => !optional || existsSync(join(root, source))),
  }));
  const readmes = readmeFolders.map(({ folder, title, label, hidden }) => ({
    title,
    hidden,
    pages: readdirSync(join(root, folder))
      .sort()
      .filter((name) => existsSync(join(root, folder, name, 'README.md')))
      .map((name) => ({
        source: `${folder}/${name}/README.md`,
        path: `${folder}/${name}.md`,
        title: label(name),
      })),
  }));
  const overview = { source: 'examples/README.md', path: 'examples/index.md', title: 'All examples' };
  readmes.find(({ title }) => title === 'Examples').pages.unshift(overview);
  return [...named, ...readmes];
}
