import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const reference = /<(?:a|img|link|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g;
const identifier = /\sid="([^"]+)"/g;

/**
 * Every link, picture, style and script of a built site that is not there: `page: link`. Links to other sites are not
 * followed, those to headings of this one are.
 *
 * @param folder of the built site
 * @param base path under which it will be served, from / to /
 */
export function deadLinks(folder, base = '/') {
  const files = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name))),
  );
  const pages = new Map(
    [...files]
      .filter((path) => path.endsWith('.html'))
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
  const ids = new Map();
  const idsOf = (path) => {
    if (!ids.has(path)) ids.set(path, new Set([...pages.get(path).matchAll(identifier)].map(([, id]) => id)));
    return ids.get(path);
  };
  const dead = [];
  for (const [page, html] of pages) {
    for (const [, raw] of html.matchAll(reference)) {
      const url = new URL(raw.replaceAll('&amp;', '&'), `http://site${base}${page}`);
      if (url.host !== 'site' || url.protocol !== 'http:') continue;
      const target = fileOf(files, decodeURIComponent(url.pathname).slice(base.length));
      const heading = decodeURIComponent(url.hash.slice(1));
      const known =
        target !== undefined && (heading === '' || !pages.has(target) || idsOf(target).has(heading));
      if (!known) dead.push(`${page}: ${raw}`);
    }
  }
  return [...new Set(dead)].sort();
}

/** The file that a server gives for a path; a folder's is its index. */
function fileOf(files, path) {
  return [path, `${path}.html`, join(path, 'index.html')].find((candidate) => files.has(candidate));
}
