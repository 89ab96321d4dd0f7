import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// What workers run, with all that it imports, as text in a module: only so does no bundler, development server or policy about
// origins have to find a second script. Licences of others stay in it.
const path = (from) => fileURLToPath(new URL(from, import.meta.url));
const { outputFiles } = await build({
  entryPoints: [path('../src/workers/worker.ts')],
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  legalComments: 'eof',
  logLevel: 'warning',
});
await writeFile(
  path('../src/workers/workerProgram.generated.ts'),
  `/** src/workers/worker.ts and what it imports, as a classic script. */\nexport const workerProgram: string =\n  ${JSON.stringify(outputFiles[0].text)};\n`,
);
