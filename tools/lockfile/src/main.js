/**
 * Adds to package-lock.json the optional native packages that npm left out: those of other platforms that the
 * registry in use does not serve. Without them `npm ci` calls the file incomplete, here and everywhere else.
 * Their versions are the exact ones that their parents ask for; `npm install` where they are served adds the rest.
 *
 *   npm run lock          brings the file up to date and completes it
 *   npm run lint:lock     fails when it is not complete
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { missingPackages } from './missingPackages.js';

const path = fileURLToPath(new URL('../../../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(path, 'utf8'));
const missing = missingPackages(lock.packages);

if (process.argv.includes('--check')) {
  for (const { location, entry } of missing) console.log(`missing: ${location} ${entry.version}`);
  console.log(missing.length === 0 ? 'package-lock.json is complete' : 'run `npm run lock`');
  process.exitCode = missing.length === 0 ? 0 : 1;
} else {
  for (const { location, entry } of missing) lock.packages[location] = entry;
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`${missing.length} packages added`);
}
