/**
 * Packs every published package as npm would, asks npm what it would say of publishing it, and uses the tarballs the way
 * strangers do: all together (one engine, strict types, Vite, the examples of READMEs and of the guide), and each from an empty
 * project of its own (Node, esbuild), which has what the package declares; RNP_TEST_LONG=1 lets npm install each of these. One
 * program gives the same numbers in Node and in the pages that Vite and esbuild make of it. Sizes in bundles have limits.
 *
 *   node tools/pack-check/src/main.js [package ...]     needs `npm run build` and the npm registry
 *
 * Prints a table and exits non-zero when a check fails. `--nodes 20,22,24` runs the programs on these, too, by npx;
 * `--keep` leaves the projects where they are.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createAlone } from './alone.js';
import { checkEsbuild, checkOneModel, checkVite, isForBrowsers } from './bundle.js';
import { checkOneEngine, createConsumer, createConsumerByLine } from './consumer.js';
import { checkGuide, guidePages, writeTyped } from './examples.js';
import { installLine } from './installLine.js';
import { nodesOf } from './nodes.js';
import { publishedPackages } from './packages.js';
import { browserPath, buildPages, checkEqual, checkPages, numbersInNode } from './program.js';
import { checkPublish } from './publish.js';
import { checkReadme } from './readme.js';
import { Results } from './results.js';
import { checkSize } from './size.js';
import { checkSnippets } from './snippets.js';
import { checkFiles, checkManifest, checkResolution, packAll } from './tarball.js';
import { typeComplaints } from './types.js';
import { checkInNode } from './useInNode.js';

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'boolean', default: false }, nodes: { type: 'string', default: '' } },
});
const { keep } = values;
const versions = values.nodes.split(',').filter((version) => version !== '');
const packages = publishedPackages();
const chosen = [...packages.values()].filter((one) => wanted.length === 0 || wanted.includes(one.short));
const results = new Results([
  'files',
  'publint',
  'attw',
  'publish',
  'tsc',
  'readme',
  'install',
  'node',
  'esbuild',
  'vite',
  'browser',
  'size',
  ...versions.map((version) => `node ${version}`),
]);
// Outside the repository, where no node_modules further up can lend a package that was not declared.
const work = realpathSync(mkdtempSync(join(tmpdir(), 'rnp-pack-check-')));

try {
  const tarballFolder = join(work, 'tarballs');
  mkdirSync(tarballFolder);
  const tarballs = await packAll(packages, tarballFolder);
  await results.check('(together)', 'publish', () => checkPublish(packages));
  await results.check('(together)', 'readme', () => checkSnippets(packages));
  const together = await results.check('(together)', 'install', async () => {
    const folder = await createConsumerByLine(work, 'together', installLine(tarballFolder));
    checkOneEngine(folder);
    return folder;
  });
  const nodes = await nodesOf(versions);
  const pages = guidePages();
  const complaints =
    together &&
    (await results.check('(together)', 'tsc', () =>
      typeComplaints(packages, together, writeTyped(pages, together)),
    ));
  if (together) await checkTogether(together, nodes, pages);
  if (together && chosen.some(({ name }) => name === '@rnp/models')) {
    await results.check('@rnp/models', 'vite', () => checkOneModel(together));
  }
  for (const one of chosen) await checkOne(one, tarballs, together, complaints?.get(one.name), nodes);
} finally {
  if (keep) console.log(`kept: ${work}`);
  else rmSync(work, { recursive: true, force: true });
}
process.exitCode = results.print();

async function checkTogether(folder, nodes, pages) {
  const numbers = await results.check('(together)', 'node', () => numbersInNode(folder));
  for (const [version, node] of nodes) {
    await results.check('(together)', `node ${version}`, async () =>
      checkEqual(numbers, await numbersInNode(folder, node), `Node ${version}`),
    );
  }
  await results.check('(together)', 'vite', () => checkVite(packages, folder));
  const site = await results.check('(together)', 'esbuild', () => buildPages(folder));
  if (browserPath === undefined) results.skip('(together)', 'browser', 'there is no Chromium');
  else if (site && numbers) await results.check('(together)', 'browser', () => checkPages(site, numbers));
  for (const page of pages) {
    await results.check(`guide/${page.page}`, 'readme', () => checkGuide(page, packages, folder));
  }
}

async function checkOne(one, tarballs, together, complaints, nodes) {
  const tarball = tarballs.get(one.name);
  await results.check(one.name, 'files', () => checkFiles(one, tarball));
  await results.check(one.name, 'publint', () => checkManifest(tarball));
  await results.check(one.name, 'attw', () => checkResolution(tarball));
  await results.check(one.name, 'tsc', () => {
    if (complaints === undefined) throw new Error('the types were not looked at');
    if (complaints.length > 0) throw new Error(complaints.slice(0, 10).join('\n'));
  });
  if (together) await results.check(one.name, 'readme', () => checkReadme(one, together));
  const folder = await results.check(one.name, 'install', async () => {
    const alone =
      together === undefined || process.env.RNP_TEST_LONG === '1'
        ? await createConsumer(work, one.short, [one.name, ...one.needs], tarballs)
        : createAlone(work, one, together);
    checkOneEngine(alone);
    return alone;
  });
  if (folder === undefined) return;
  await results.check(one.name, 'node', () => checkInNode(one, folder));
  for (const [version, node] of nodes) {
    await results.check(one.name, `node ${version}`, () => checkInNode(one, folder, node));
  }
  if (!isForBrowsers(one)) return;
  await results.check(one.name, 'esbuild', () => checkEsbuild(one, folder));
  const size = await results.check(one.name, 'size', () => checkSize(one, folder));
  if (size) results.note(`kB in a bundle: ${size}`);
}
