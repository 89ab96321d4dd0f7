import { gzipSync } from 'node:zlib';
import esbuild from 'esbuild';
import { limits } from './limits.js';

/** Backends that a program installs where it wants them. */
const external = ['webgl', 'webgpu'].map((name) => `@tensorflow/tfjs-backend-${name}`);

/**
 * Bundles each program of `limits.js` for browsers. esbuild measures because it tells what every module puts into
 * each file; size-limit, which runs it for the same purpose, needs a newer Node than the oldest one here.
 *
 * @returns what was measured, in words
 * @throws Error naming every program that is too large or brings what it must not
 */
export async function checkSize(one, folder) {
  const measured = [];
  const wrong = [];
  const mine = limits.filter(({ from }) => from === one.name || from.startsWith(`${one.name}/`));
  if (mine.length === 0) throw new Error(`src/limits.js has no limit for ${one.name}`);
  for (const { what, from, kilobytes, never } of mine) {
    const title = `${what} of ${from}`;
    const { size, modules } = await measure(`export ${what} from '${from}'`, folder);
    const strangers = modules.filter((name) => never.test(name));
    measured.push(`${title} ${size.toFixed(1)}`);
    if (size > kilobytes) wrong.push(`${title}: ${size.toFixed(3)} kB, the limit is ${kilobytes}`);
    if (strangers.length > 0) wrong.push(`${title} brings ${strangers.join(', ')}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return measured.join(', ');
}

/** Kilobytes of what a page loads at once, and the packages that are in there with more than nothing. */
async function measure(program, folder) {
  const { metafile, outputFiles } = await esbuild.build({
    stdin: { contents: program, resolveDir: folder },
    absWorkingDir: folder,
    outdir: 'out',
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    external,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const loaded = new Set();
  const load = (path) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind, external: outside } of metafile.outputs[path].imports) {
      if (kind === 'import-statement' && !outside) load(next);
    }
  };
  // What is imported on demand has an entry point of its own.
  load(Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === '<stdin>'));
  const files = outputFiles.filter(({ path }) => [...loaded].some((one) => path.endsWith(`/${one}`)));
  const size = files.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0) / 1000;
  const inputs = [...loaded].flatMap((path) => Object.entries(metafile.outputs[path].inputs));
  const names = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => packageOf(path));
  return { size, modules: [...new Set(names)] };
}

/** The package that a module is in, `.` for the program's own. */
function packageOf(path) {
  const found = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/);
  return found === null ? '.' : found[1];
}
