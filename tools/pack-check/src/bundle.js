import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { createLogger, build as viteBuild } from 'vite';

/** TensorFlow.js has as many modules as all else together, and a page that a browser runs brings it. */
const engines = [/^@tensorflow\//];

const browserEntries = (one) => one.entries.filter((entry) => !entry.nodeOnly);

/** esbuild for browsers, which fails on `node:` modules and on what cannot be resolved. */
export async function checkEsbuild(one, folder) {
  writeFileSync(join(folder, 'browser.js'), browserProgram(one));
  const result = await esbuild.build({
    entryPoints: [join(folder, 'browser.js')],
    absWorkingDir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const engines = Object.keys(result.metafile.inputs).filter((path) =>
    /tfjs-core\/dist\/engine\.js$/.test(path),
  );
  if (engines.length > 1) throw new Error(`the bundle has ${engines.length} engines: ${engines.join(', ')}`);
}

/** Vite, as a site with a page for each package is built. */
export async function checkVite(packages, folder) {
  const site = join(folder, 'site');
  mkdirSync(site, { recursive: true });
  const input = [];
  for (const one of packages.values()) {
    if (browserEntries(one).length === 0) continue;
    writeFileSync(join(site, `${one.short}.js`), browserProgram(one));
    const page = join(site, `${one.short}.html`);
    writeFileSync(
      page,
      `<!doctype html><title>${one.short}</title><script type="module" src="./${one.short}.js"></script>\n`,
    );
    input.push(page);
  }
  const warnings = [];
  const logger = createLogger('silent');
  logger.warn = (message) => warnings.push(message);
  logger.warnOnce = logger.warn;
  await viteBuild({
    root: site,
    configFile: false,
    logLevel: 'silent',
    customLogger: logger,
    // Here all is resolved. What is used of it is a matter of its size, and of the page that a browser runs, engine and all.
    build: {
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { input, treeshake: false, external: engines },
    },
  });
  const leaks = warnings.filter(
    (message) => /externalized for browser/.test(message) && /@rnp/.test(message),
  );
  if (leaks.length > 0) throw new Error(leaks.join('\n'));
}

/** Vite again: a page that uses one trained model brings its files and no other model's. */
export async function checkOneModel(folder) {
  const site = join(folder, 'one-model');
  mkdirSync(site, { recursive: true });
  writeFileSync(
    join(site, 'page.js'),
    "import { load } from '@rnp/models/mnist';\nglobalThis.model = load();\n",
  );
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><title>one</title><script type="module" src="./page.js"></script>\n',
  );
  const { output } = await viteBuild({
    root: site,
    configFile: false,
    logLevel: 'silent',
    build: {
      minify: false,
      reportCompressedSize: false,
      write: false,
      rolldownOptions: { external: engines },
    },
  });
  const weights = output.filter(({ fileName }) => fileName.endsWith('.safetensors'));
  const wanted = readFileSync(join(folder, 'node_modules/@rnp/models/trained/mnist/model.safetensors'));
  if (weights.length !== 1 || !wanted.equals(weights[0].source)) {
    throw new Error(
      `a page with one model brings ${weights.map(({ fileName }) => fileName).join(', ') || 'no weights'}`,
    );
  }
}

/** Whether a browser can load anything of the package. */
export function isForBrowsers(one) {
  return browserEntries(one).length > 0;
}

/** A program that keeps all of every browser entry, so that nothing is shaken off before it is resolved. */
function browserProgram(one) {
  const entries = browserEntries(one);
  const imports = entries.map(({ id }, index) => `import * as entry${index} from '${id}';`);
  return `${imports.join('\n')}\nglobalThis.used = [${entries.map((_, index) => `entry${index}`).join(', ')}];\n`;
}
