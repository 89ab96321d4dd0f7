import { dirname } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/** The name that a page's exports have in the browser. */
export const pageGlobal = 'testPage';

/** A test opens the same page more than once, and what it is made of does not change meanwhile. */
const pages = new Map<string, Promise<string>>();
const workers = new Map<string, Promise<string>>();

/** A page's entry module and all it imports as one module script that puts its exports on `pageGlobal`. */
export function bundlePage(entry: string): Promise<string> {
  const contents = `import * as page from ${JSON.stringify(entry)};\nglobalThis.${pageGlobal} = page;\n`;
  return once(pages, entry, () => bundled({ stdin: { contents, resolveDir: dirname(entry), loader: 'ts' } }));
}

/** A worker's entry module and all it imports as one module script. */
export function bundleWorker(entry: string): Promise<string> {
  return once(workers, entry, () => bundled({ entryPoints: [entry] }));
}

function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

async function bundled(source: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...source,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  return outputFiles![0]!.text;
}
