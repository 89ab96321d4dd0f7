/**
 * What is on the site: groups of pages, in the order of the side bar. A page is a Markdown file of the repository, which
 * reads as well where the repository is looked at; `path` is where it stands on the site, `assets` are files that are named
 * otherwise than by a link in the text.
 */
export const groups = [
  {
    title: 'Start',
    pages: [
      {
        source: 'tools/site/home.md',
        path: 'index.md',
        title: 'Home',
        assets: ['docs/images/pictures/hero.svg'],
      },
      { source: 'README.md', path: 'overview.md', title: 'Overview and quick start' },
      { source: 'docs/pictures.md', path: 'pictures.md', title: 'The model in pictures' },
    ],
  },
  {
    title: 'Guide',
    pages: [
      { source: 'docs/guide/one-package.md', path: 'guide/one-package.md', title: 'One package alone' },
      { source: 'docs/guide/backends.md', path: 'guide/backends.md', title: 'Another backend' },
      { source: 'docs/guide/own-data.md', path: 'guide/own-data.md', title: 'Your own images' },
      { source: 'docs/guide/sweeps.md', path: 'guide/sweeps.md', title: 'Many runs' },
      { source: 'docs/settings.md', path: 'settings.md', title: 'Settings' },
      { source: 'docs/guide/corpora.md', path: 'guide/corpora.md', title: 'A tree for every image' },
      { source: 'docs/guide/own-encoder.md', path: 'guide/own-encoder.md', title: 'An encoder of your own' },
      { source: 'docs/guide/own-leaf.md', path: 'guide/own-leaf.md', title: 'A leaf decoder of your own' },
      { source: 'docs/troubleshooting.md', path: 'troubleshooting.md', title: 'Troubleshooting' },
    ],
  },
  {
    title: 'Background',
    pages: [
      { source: 'docs/features.md', path: 'features.md', title: 'What there is' },
      { source: 'docs/model.md', path: 'model.md', title: 'The model' },
      { source: 'docs/backends.md', path: 'backends.md', title: 'Backends, compared', optional: true },
      { source: 'docs/performance.md', path: 'performance.md', title: 'Performance' },
      { source: 'docs/reliability.md', path: 'reliability.md', title: 'Reliability' },
      { source: 'docs/scaling.md', path: 'scaling.md', title: 'Scaling' },
      { source: 'docs/reproduction.md', path: 'reproduction.md', title: 'The paper, repeated' },
      { source: 'CONTRIBUTING.md', path: 'contributing.md', title: 'Contributing' },
    ],
  },
];

/** Folders of which every README is a page: `packages/vae/README.md` → `packages/vae.md`. */
export const readmeFolders = [
  { folder: 'packages', title: 'Packages', label: (name) => `@rnp/${name}` },
  { folder: 'examples', title: 'Examples', label: (name) => name },
  { folder: 'packages/models/trained', title: 'Trained models', label: (name) => name },
  { folder: 'tools', title: 'Tools', label: (name) => name, hidden: true },
];
