import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';

const smoke = fileURLToPath(new URL('../smoke/', import.meta.url));

/** A small real program gives its result; then every entry is imported by Node, and has exports; the commands answer. */
export async function checkInNode(one, folder, node = process.execPath) {
  const lines = one.entries
    .filter(({ subpath }) => !isForItsEffect(one.manifest, subpath))
    .map(
      ({ id }) =>
        `if (Object.keys(await import('${id}')).length === 0) throw new Error('${id} exports nothing');`,
    );
  const program = join(smoke, `${one.short}.mjs`);
  if (!existsSync(program))
    throw new Error(`smoke/${one.short}.mjs, the small program of ${one.name}, is missing`);
  copyFileSync(program, join(folder, 'smoke.mjs'));
  // In one process, whose start takes longer than most of these programs, and the program first: it has imported what it uses.
  writeFileSync(
    join(folder, 'all.mjs'),
    `await import('./smoke.mjs');\n${lines.join('\n')}\nconsole.log('all ran');\n`,
  );
  const printed = await run(node, ['all.mjs'], { cwd: folder });
  if (!printed.endsWith('all ran\n'))
    throw new Error(`the process ended before all was imported:\n${printed}`);
  for (const command of Object.keys(one.manifest.bin ?? {})) {
    await run(join(folder, 'node_modules/.bin', command), ['--help'], { cwd: folder });
  }
}

/** What a worker runs: there is nothing to import from it. */
function isForItsEffect({ exports, sideEffects }, subpath) {
  return Array.isArray(sideEffects) && sideEffects.includes(exports[subpath].default);
}
