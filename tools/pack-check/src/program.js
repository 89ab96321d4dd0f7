import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { preview, build as viteBuild } from 'vite';
import { run } from './run.js';

/** The program that is the same everywhere: in every Node, and in a browser by way of each bundler. */
export const programSource = fileURLToPath(new URL('../program/parse.ts', import.meta.url));

const inNode = `import { parseOne } from './parse.mjs';
console.log(JSON.stringify([await parseOne('cpu'), await parseOne('wasm')]));
`;
const inPage = (wasmPaths) => `import { wasmPaths } from '@rnp/backend/wasm-paths';
import { parseOne } from './parse';
globalThis.answer = Promise.all([parseOne('cpu')]).then(async ([cpu]) => [cpu, await parseOne('wasm', ${wasmPaths})]);
`;
const wasmFolder = '@tensorflow/tfjs-backend-wasm/dist';
const wasmFiles = ['', '-simd', '-threaded-simd'].map((kind) => `tfjs-backend-wasm${kind}.wasm`);

/** Its numbers in one Node, on cpu and on wasm, which must agree. */
export async function numbersInNode(folder, node = process.execPath) {
  const { code } = await esbuild.transform(readFileSync(programSource, 'utf8'), { loader: 'ts' });
  writeFileSync(join(folder, 'parse.mjs'), code);
  writeFileSync(join(folder, 'in-node.mjs'), inNode);
  const [cpu, wasm] = JSON.parse(
    (await run(node, ['in-node.mjs'], { cwd: folder })).trim().split('\n').at(-1),
  );
  checkEqual(cpu, wasm, 'wasm');
  return cpu;
}

/** A page that Vite built from it, and one that esbuild built. Gives the folder to serve. */
export async function buildPages(folder) {
  const site = join(folder, 'page');
  mkdirSync(site, { recursive: true });
  writeFileSync(join(site, 'parse.ts'), readFileSync(programSource));
  writeFileSync(join(site, 'vite.ts'), inPage('wasmPaths'));
  writeFileSync(join(site, 'index.html'), page('./vite.ts'));
  await viteBuild({
    root: site,
    configFile: false,
    logLevel: 'error',
    build: { reportCompressedSize: false },
  });
  const out = join(site, 'dist');
  writeFileSync(join(site, 'esbuild.ts'), inPage("'/wasm/'"));
  await esbuild.build({
    entryPoints: [join(site, 'esbuild.ts')],
    absWorkingDir: folder,
    outdir: join(out, 'js'),
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['@tensorflow/tfjs-backend-webgl', '@tensorflow/tfjs-backend-webgpu'],
    logLevel: 'error',
  });
  writeFileSync(join(out, 'esbuild.html'), page('/js/esbuild.js'));
  mkdirSync(join(out, 'wasm'));
  for (const file of wasmFiles) {
    copyFileSync(join(folder, 'node_modules', wasmFolder, file), join(out, 'wasm', file));
  }
  return site;
}

/** Whether there is a browser to run pages in: $CHROMIUM_PATH, or where Debian puts it. */
export const browserPath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
);

/** Opens both pages and compares their numbers, on cpu and on wasm, with those that Node gave. */
export async function checkPages(site, expected) {
  const server = await preview({ root: site, configFile: false, logLevel: 'silent', preview: { port: 0 } });
  const args = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-sync'];
  const browser = await chromium.launch({ executablePath: browserPath, args });
  try {
    for (const [name, path] of [
      ['vite', ''],
      ['esbuild', 'esbuild.html'],
    ]) {
      const tab = await browser.newPage();
      const complaints = [];
      tab.on('pageerror', (error) => complaints.push(error.message));
      await tab.goto(new URL(path, server.resolvedUrls.local[0]).href);
      const answer = await tab.evaluate(() => globalThis.answer);
      if (answer === undefined) throw new Error(`${name}: the page does not run: ${complaints.join('\n')}`);
      const [cpu, wasm] = answer;
      checkEqual(expected, cpu, `${name}, cpu`);
      checkEqual(expected, wasm, `${name}, wasm`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

function page(script) {
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="${script}"></script>\n`;
}

/** Float32 rounds differently from one backend to another; nothing else may. */
export function checkEqual(expected, numbers, where) {
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - numbers[i])));
  if (expected.length !== numbers.length || !(worst < 1e-4)) {
    throw new Error(`${where}: other numbers: ${numbers.join(' ')} instead of ${expected.join(' ')}`);
  }
}
