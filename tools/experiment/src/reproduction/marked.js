const [begin, end] = ['<!-- written by npm run reproduction -->', '<!-- end -->'];

/**
 * A page with the part between its marks made anew.
 *
 * @param {string} page
 * @param {string} part
 * @param {string} name the page's, for the error
 * @throws Error when the page has lost its marks
 */
export function withPart(page, part, name) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${name} lacks the marks ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${part}\n\n${page.slice(to)}`;
}
