import { dirname } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/** The name that a page's exports have in the browser. */
export const pageGlobal = 'testPage';

/** A page's entry module and all it imports as one module script that puts its exports on `pageGlobal`. */
export async function bundlePage(entry: string): Promise<string> {
  const contents = `import * as page from ${JSON.stringify(entry)};\nglobalThis.${pageGlobal} = page;\n`;
  return bundled({ stdin: { contents, resolveDir: dirname(entry), loader: 'ts' } });
}

/** A worker's entry module and all it imports as one module script. */
export async function bundleWorker(entry: string): Promise<string> {
  return bundled({ entryPoints: [entry] });
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
