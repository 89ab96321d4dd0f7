/**
 * Packs every published package as npm would into a folder, and says how a project of your own installs them from there: the way to
 * use the packages before they are on the registry.
 *
 *   npm run pack -- ../tarballs
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installLine } from './installLine.js';
import { publishedPackages } from './packages.js';
import { packAll } from './tarball.js';

const { positionals } = parseArgs({ allowPositionals: true });
const folder = resolve(process.env.INIT_CWD ?? '.', positionals[0] ?? 'tarballs');
mkdirSync(folder, { recursive: true });
const packages = publishedPackages();
const tarballs = await packAll(packages, folder);
console.log(`${tarballs.size} packages in ${folder}. In your project:\n`);
console.log(installLine(folder));
