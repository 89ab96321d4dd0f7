/**
 * The sidebars of the API by the path under which they are shown: for each entry its own names, and the other entries as links.
 * One sidebar with all names, on each of hundreds of pages, was nine tenths of the site.
 *
 * @param entries typedoc's sidebar: an entry, such as `@rnp/vae/node`, has a `link` to its page and its names as `items`
 */
export function apiSidebars(entries) {
  const links = entries.map(({ text, link }) => ({ text, link }));
  const showing = (i) => links.with(i, { ...entries[i], collapsed: false });
  return { '/api/': links, ...Object.fromEntries(entries.map(({ link }, i) => [link, showing(i)])) };
}
