import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';

const smoke = fileURLToPath(new URL('../smoke/', import.meta.url));

/** Every entry is imported by Node and has exports; the commands answer; a small real program gives its result. */
export async function checkInNode(one, folder, node = process.execPath) {
  const lines = one.entries
    .filter(({ subpath }) => !isForItsEffect(one.manifest, subpath))
    .map(
      ({ id }) =>
        `if (Object.keys(await import('${id}')).length === 0) throw new Error('${id} exports nothing');`,
    );
  writeFileSync(join(folder, 'imports.mjs'), `${lines.join('\n')}\n`);
  await run(node, ['imports.mjs'], { cwd: folder });
  for (const command of Object.keys(one.manifest.bin ?? {})) {
    await run(join(folder, 'node_modules/.bin', command), ['--help'], { cwd: folder });
  }
  const program = join(smoke, `${one.short}.mjs`);
  if (!existsSync(program))
    throw new Error(`smoke/${one.short}.mjs, the small program of ${one.name}, is missing`);
  copyFileSync(program, join(folder, 'smoke.mjs'));
  await run(node, ['smoke.mjs'], { cwd: folder });
}

/** What a worker runs: there is nothing to import from it. */
function isForItsEffect({ exports, sideEffects }, subpath) {
  return Array.isArray(sideEffects) && sideEffects.includes(exports[subpath].default);
}
