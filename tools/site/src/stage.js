import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assetPath, siteLinks } from './links.js';
import { listPages } from './listPages.js';

/**
 * Writes every page of the repository, and the pictures and files that pages link to, into `out`, with links that hold on the
 * site. The sources stay as they are.
 *
 * @returns the groups of pages, see `listPages`
 */
export function stagePages(root, out) {
  rmSync(out, { recursive: true, force: true });
  const groups = listPages(root);
  const pages = groups.flatMap((group) => group.pages);
  const site = {
    pages: new Map(pages.map(({ source, path }) => [source, path])),
    kindOf: (path) => kindOf(join(root, path)),
  };
  for (const page of pages) {
    const { text, assets } = siteLinks(readFileSync(join(root, page.source), 'utf8'), page, site);
    write(join(out, page.path), text);
    for (const asset of [...assets, ...(page.assets ?? [])])
      copy(join(root, asset), join(out, 'public', assetPath(asset)));
  }
  return groups;
}

function kindOf(path) {
  if (!existsSync(path)) return undefined;
  return statSync(path).isDirectory() ? 'folder' : 'file';
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}
