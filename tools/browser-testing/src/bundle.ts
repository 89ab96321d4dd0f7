import { dirname } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/** The name that a page's exports have in the browser. */
export const pageGlobal = 'testPage';

/** A test opens the same page more than once, and what it is made of does not change meanwhile. */
const pages = new Map<string, Promise<string>>();
const workers = new Map<string, Promise<string>>();

/**
 * A page's entry module and all it imports as one module script that puts its exports on `pageGlobal`.
 *
 * @param packagesOf a folder, whose packages the entry module gets in place of those beside it
 */
export function bundlePage(entry: string, packagesOf?: string): Promise<string> {
  const contents = `import * as page from ${JSON.stringify(entry)};\nglobalThis.${pageGlobal} = page;\n`;
  const plugins = packagesOf === undefined ? [] : [packagesFrom(packagesOf, entry)];
  return once(pages, `${entry}\n${packagesOf ?? ''}`, () =>
    bundled({ stdin: { contents, resolveDir: dirname(entry), loader: 'ts' }, plugins }),
  );
}

/** A worker's entry module and all it imports as one module script. */
export function bundleWorker(entry: string): Promise<string> {
  return once(workers, entry, () => bundled({ entryPoints: [entry] }));
}

function packagesFrom(folder: string, entry: string): Plugin {
  return {
    name: 'packages-from',
    setup({ onResolve, resolve }) {
      // What comes of it asks again without an importer.
      onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) =>
        importer === entry ? resolve(path, { kind, resolveDir: folder }) : undefined,
      );
    },
  };
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
