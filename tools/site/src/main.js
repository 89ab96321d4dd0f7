/**
 * Builds the site: the guide and the background pages in docs/, every package's and example's README, and the API from the
 * docstrings. A link that leads nowhere, also to a heading, ends it with an error. Needs no network.
 *
 *   npm run docs                  into tools/site/dist
 *   npm run docs -- --serve       and shows it on this machine
 *   DOCS_BASE=/rnp/ npm run docs  for a site that does not stand at the root of its server
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, serve } from 'vitepress';
import { writeApi } from './api.js';
import { deadLinks } from './deadLinks.js';
import { stagePages } from './stage.js';

const site = fileURLToPath(new URL('..', import.meta.url));
const root = join(site, '../..');
const pages = join(site, 'generated/pages');
const base = process.env.DOCS_BASE ?? '/';

const groups = stagePages(root, pages);
await writeApi(root, join(pages, 'api'));
writeFileSync(join(site, 'generated/groups.json'), JSON.stringify(groups));
await build(site, { base });
const dead = deadLinks(join(site, 'dist'), base);
if (dead.length > 0) throw new Error(`links that lead nowhere:\n${dead.join('\n')}`);
console.log('The site is in tools/site/dist');
if (process.argv.includes('--serve')) {
  await serve({ root: site, base });
}
