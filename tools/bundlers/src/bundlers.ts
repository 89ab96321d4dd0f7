import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Server, serveFolder } from '@rnp-tools/browser-testing';
import * as esbuild from 'esbuild';
import type webpack from 'webpack';
import { startVite } from './viteProcess.js';

/** Pages as a bundler serves them, or as its files are served. */
export interface Site extends Pick<Server, 'url' | 'close'> {
  /** Warnings and errors of the bundler. */
  readonly complaints: readonly string[];
}

/** Makes pages of a project and serves them, isolated from other origins. */
export type Bundler = (project: string) => Promise<Site>;

/** With Webpack's minifier, too. */
const long = process.env.RNP_TEST_LONG === '1';

/** Advice about size, which any page with TensorFlow.js is given, and about a build's time, on a machine that has other work to do. */
const advice =
  /larger than 500 kB|size limit|limit the size of your bundles|performance recommendations|PLUGIN_TIMINGS/;
const isNoAdvice = (message: string): boolean => !advice.test(message);

/** What a page must be served with before it may share memory: all that is configured here besides in- and output. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** One that leaves the workers to the package, and one that has a worker of its own. */
const pages = ['index.html', 'policy.html'];

/** By name, each as its own documentation begins. */
export const bundlers: Readonly<Record<string, Bundler>> = {
  'Vite, developing': byViteServer,
  'Vite, built': byViteBuild,
  'Webpack, developing': (project) => byWebpack('development', project),
  'Webpack, built': (project) => byWebpack('production', project),
  esbuild: byEsbuild,
};

async function byViteServer(root: string): Promise<Site> {
  const { url, complaints, close } = await startVite('serve', { root, server: { headers, port: 0 } });
  return { url: url!, complaints: complaints.filter(isNoAdvice), close };
}

async function byViteBuild(root: string): Promise<Site> {
  const outDir = join(root, 'vite');
  const input = pages.map((name) => join(root, name));
  const build = { outDir, reportCompressedSize: false, rolldownOptions: { input } };
  const { complaints, close } = await startVite('build', { root, build });
  await close();
  return { ...(await serveFolder(outDir, { isolated: true })), complaints: complaints.filter(isNoAdvice) };
}

async function byWebpack(mode: 'development' | 'production', project: string): Promise<Site> {
  const path = join(project, `webpack-${mode}`);
  // Minifying a second page takes long and shows nothing that the first or developing does not.
  const entry = { main: './main.js', ...(mode === 'development' ? { policy: './policy.js' } : {}) };
  // An import would touch every name that it exports, and it warns of those that are out of date.
  const bundle = createRequire(import.meta.url)('webpack') as typeof webpack;
  const stats = await new Promise<webpack.Stats>((resolve, reject) => {
    const done = (error: Error | null, result?: webpack.Stats): void =>
      result === undefined ? reject(error) : resolve(result);
    // Terser takes three times as long as the rest of a build.
    const optimization = { minimize: long && mode === 'production' };
    bundle({ mode, context: project, entry, output: { path }, optimization }, done);
  });
  const { errors = [], warnings = [] } = stats.toJson({ all: false, errors: true, warnings: true });
  const complaints = [...errors, ...warnings].map(({ message }) => message);
  return servePages(project, path, complaints.filter(isNoAdvice));
}

async function byEsbuild(project: string): Promise<Site> {
  const outdir = join(project, 'esbuild');
  const { warnings } = await esbuild.build({
    absWorkingDir: project,
    // It does not look for workers: one of the page's own is an entry of its own.
    entryPoints: ['main.js', 'policy.js', 'worker.js'],
    bundle: true,
    minify: true,
    format: 'esm',
    outdir,
    logLevel: 'silent',
  });
  return servePages(
    project,
    outdir,
    warnings.map(({ text }) => text),
  );
}

async function servePages(project: string, folder: string, complaints: readonly string[]): Promise<Site> {
  for (const name of pages) copyFileSync(join(project, name), join(folder, name));
  return { ...(await serveFolder(folder, { isolated: true })), complaints };
}
