#!/usr/bin/env node
// npm run api: writes what each package offers to packages/*/api/*.api.md; --check only compares.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listEntries } from './entries.js';
import { reportEntries } from './report.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const write = !process.argv.includes('--check');
const entries = listEntries(join(repository, 'packages'));
const temporary = mkdtempSync(join(tmpdir(), 'rnp-api-'));
try {
  const results = reportEntries(entries, { write, temporary, repository });
  for (const { entry, changed, problems } of results) {
    const report = relative(repository, join(entry.folder, 'api', `${entry.name}.api.md`));
    for (const problem of problems) console.error(`${report}: ${problem}`);
    if (changed)
      console.log(write ? `${report} written` : `${report} is not what the package offers; run npm run api`);
  }
  const stale = staleReports(write);
  const failed = results.some(({ changed, problems }) => problems.length > 0 || (changed && !write));
  if (failed || (stale.length > 0 && !write)) process.exitCode = 1;
  else
    console.log(`${results.length} entries of ${new Set(entries.map(({ folder }) => folder)).size} packages`);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** Reports of entries that there are no more. */
function staleReports(remove) {
  return [...new Set(entries.map(({ folder }) => join(folder, 'api')))].flatMap((folder) =>
    readdirSync(folder)
      .filter(
        (file) =>
          !entries.some((entry) => join(entry.folder, 'api', `${entry.name}.api.md`) === join(folder, file)),
      )
      .map((file) => {
        const path = join(folder, file);
        if (remove) rmSync(path);
        console.log(
          `${relative(repository, path)} ${remove ? 'removed' : 'is of no entry; run npm run api'}`,
        );
        return path;
      }),
  );
}
