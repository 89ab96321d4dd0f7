import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const builder = join(repository, 'tools/side-module/bin/build-side-module.js');
const run = promisify(execFile);

/**
 * The file that a test reads otherwise with a defect in it, and its text: the source itself, or, of a defect in AssemblyScript, the
 * module that it is compiled to.
 *
 * @param {import('./mutants.js').Mutant} mutant
 * @returns {Promise<{ path: string, text: string }>}
 * @throws Error when the line is not there exactly once, or the AssemblyScript does not compile
 */
export async function plant({ package: name, file, from, to }) {
  const folder = join(repository, 'packages', name);
  const source = await readFile(join(folder, file), 'utf8');
  const found = source.split(from).length - 1;
  if (found !== 1)
    throw new Error(`packages/${name}/${file} has "${from}" ${found} times; it must have it once`);
  const text = source.replace(from, () => to);
  if (!file.startsWith('assembly/')) return { path: join(folder, file), text };
  return compiled(folder, file, text);
}

/** The package's side module, compiled from a copy of its assembly folder with the one file changed. */
async function compiled(folder, file, text) {
  const copy = await mkdtemp(join(tmpdir(), 'rnp-mutant-'));
  try {
    await cp(join(folder, 'assembly'), join(copy, 'assembly'), { recursive: true });
    await writeFile(join(copy, file), text);
    // AssemblyScript looks for what kernels share in node_modules.
    await mkdir(join(copy, 'node_modules'), { recursive: true });
    await symlink(join(repository, 'node_modules/@rnp-tools'), join(copy, 'node_modules/@rnp-tools'));
    await run(process.execPath, [builder], { cwd: copy });
    const output = generatedFrom(file);
    return { path: join(folder, output), text: await readFile(join(copy, output), 'utf8') };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Adam's kernel is in both modules of its package; tests of one thread read the first. */
function generatedFrom(file) {
  return join(
    'src',
    'wasm',
    dirname(file) === 'assembly' && file.endsWith('shared.ts')
      ? 'sharedModule.generated.ts'
      : 'module.generated.ts',
  );
}
