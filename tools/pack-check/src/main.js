/**
 * Packs every published package as npm would and uses the tarballs the way strangers do: each from an
 * empty project of its own (Node, esbuild), and all together (one engine, strict types, Vite, the READMEs' examples).
 *
 *   node tools/pack-check/src/main.js [package ...]     needs `npm run build` and the npm registry
 *
 * Prints a table and exits non-zero when a check fails. `--keep` leaves the projects where they are.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkEsbuild, checkOneModel, checkVite, isForBrowsers } from './bundle.js';
import { checkOneEngine, createConsumer } from './consumer.js';
import { publishedPackages } from './packages.js';
import { checkReadme } from './readme.js';
import { Results } from './results.js';
import { checkFiles, checkManifest, checkResolution, packAll } from './tarball.js';
import { typeComplaints } from './types.js';
import { checkInNode } from './useInNode.js';

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const keep = process.argv.includes('--keep');
const packages = publishedPackages();
const chosen = [...packages.values()].filter((one) => wanted.length === 0 || wanted.includes(one.short));
const results = new Results([
  'files',
  'publint',
  'attw',
  'tsc',
  'readme',
  'install',
  'node',
  'esbuild',
  'vite',
]);
// Outside the repository, where no node_modules further up can lend a package that was not declared.
const work = realpathSync(mkdtempSync(join(tmpdir(), 'rnp-pack-check-')));

try {
  const tarballFolder = join(work, 'tarballs');
  mkdirSync(tarballFolder);
  const tarballs = await packAll(packages, tarballFolder);
  const together = await results.check('(together)', 'install', async () => {
    const folder = await createConsumer(work, 'together', [...packages.keys()], tarballs);
    checkOneEngine(folder);
    return folder;
  });
  const complaints =
    together && (await results.check('(together)', 'tsc', () => typeComplaints(packages, together)));
  if (together) await results.check('(together)', 'vite', () => checkVite(packages, together));
  if (together && chosen.some(({ name }) => name === '@rnp/models')) {
    await results.check('@rnp/models', 'vite', () => checkOneModel(together));
  }
  for (const one of chosen) await checkOne(one, tarballs, together, complaints?.get(one.name));
} finally {
  if (keep) console.log(`kept: ${work}`);
  else rmSync(work, { recursive: true, force: true });
}
process.exitCode = results.print();

async function checkOne(one, tarballs, together, complaints) {
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
    const alone = await createConsumer(work, one.short, [one.name, ...one.needs], tarballs);
    checkOneEngine(alone);
    return alone;
  });
  if (folder === undefined) return;
  await results.check(one.name, 'node', () => checkInNode(one, folder));
  if (isForBrowsers(one)) await results.check(one.name, 'esbuild', () => checkEsbuild(one, folder));
}
