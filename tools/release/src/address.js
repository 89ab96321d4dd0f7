/**
 * Writes where the repository lives into the manifest of every published package, which npm asks for when it attests
 * where a package was built. The sources do not know it: a fork that releases has an address of its own.
 *
 *   node tools/release/src/address.js [OWNER/NAME]     or GITHUB_REPOSITORY, as in a workflow
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withAddress } from './manifest.js';

const packages = fileURLToPath(new URL('../../../packages/', import.meta.url));
const address = process.argv[2] ?? process.env.GITHUB_REPOSITORY;
if (address === undefined) {
  throw new Error('Where does the repository live? Give OWNER/NAME, or set GITHUB_REPOSITORY.');
}

for (const name of readdirSync(packages)) {
  const path = join(packages, name, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, `${JSON.stringify(withAddress(manifest, address, `packages/${name}`), null, 2)}\n`);
}
