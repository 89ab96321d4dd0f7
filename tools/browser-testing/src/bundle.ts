import { build } from 'esbuild';

/** The name that a page's exports have in the browser. */
export const pageGlobal = 'testPage';

/** A page's entry module and all it imports as one classic script that puts its exports on `pageGlobal`. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: pageGlobal,
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}
