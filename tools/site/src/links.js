import { dirname, relative } from 'node:path/posix';

/** `](target)` and `](target "title")`, with the text before it, and the same as a picture. */
const link = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^\s()]+)((?:\s+"[^"]*")?)\)/g;
const codeBlock = /(^```[^\n]*\n[\s\S]*?^```)/m;
const elsewhere = /^([a-z][a-z+.-]*:|#|\/\/)/i;

/**
 * A page's Markdown with its links turned from places in the repository into places on the site. A link to a folder leads to
 * the page made of its README; one to a file that is no page, to a copy of the file; words that link to a folder of
 * sources stay as words, because sources are not on the site.
 *
 * @param page `{ source, path }`
 * @param site `{ pages: Map source → path, kindOf(path) → 'file' | 'folder' | undefined }`
 * @returns `{ text, assets }`: the Markdown, and the files to be copied
 * @throws Error naming the page when a link leads nowhere
 */
export function siteLinks(markdown, page, site) {
  const assets = new Set();
  const replace = (whole, picture, words, target, title) => {
    if (elsewhere.test(target)) return whole;
    const [path, anchor = ''] = target.split(/(?=#)/);
    const wanted = resolvePath(dirname(page.source), path);
    const onSite = site.pages.get(wanted) ?? site.pages.get(`${wanted}/README.md`);
    if (onSite !== undefined) {
      return `${picture}[${words}](${fromPage(page.path, onSite)}${anchor}${title})`;
    }
    const kind = site.kindOf(wanted);
    if (kind === undefined) throw new Error(`${page.source}: ${target} leads nowhere`);
    if (kind === 'folder') return words;
    assets.add(wanted);
    return `${picture}[${words}](/${assetPath(wanted)}${title})`;
  };
  const text = markdown
    .split(codeBlock)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(link, replace)))
    .join('');
  return { text, assets: [...assets] };
}

/** Where a file stands on the site: what a server would not know the kind of, such as LICENSE, is text. */
export function assetPath(path) {
  return /\.(png|svg|json|js|ts|html|yml)$/.test(path) ? path : `${path}.txt`;
}

function resolvePath(folder, path) {
  const parts = folder === '.' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function fromPage(from, to) {
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
