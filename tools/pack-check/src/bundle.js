import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { createLogger, build as viteBuild } from 'vite';

/** Writes a page that takes all of every browser entry, so that nothing is shaken off before it is resolved. */
export function writeBrowserProgram(one, folder) {
  const entries = one.entries.filter((entry) => !entry.nodeOnly);
  if (entries.length === 0) return undefined;
  const site = join(folder, 'site');
  mkdirSync(site, { recursive: true });
  const imports = entries.map(({ id }, index) => `import * as entry${index} from '${id}';`);
  const uses = entries.map((_, index) => `entry${index}`).join(', ');
  writeFileSync(join(site, 'main.js'), `${imports.join('\n')}\nglobalThis.used = [${uses}];\n`);
  writeFileSync(
    join(site, 'index.html'),
    '<!doctype html><title>consumer</title><script type="module" src="./main.js"></script>\n',
  );
  return site;
}

/** esbuild for browsers, which fails on `node:` modules and on what cannot be resolved. */
export async function checkEsbuild(site) {
  const result = await esbuild.build({
    entryPoints: [join(site, 'main.js')],
    absWorkingDir: site,
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

/** Vite, as an application is built. */
export async function checkVite(site) {
  const warnings = [];
  const logger = createLogger('silent');
  logger.warn = (message) => warnings.push(message);
  logger.warnOnce = logger.warn;
  await viteBuild({
    root: site,
    configFile: false,
    logLevel: 'silent',
    customLogger: logger,
    build: { minify: false, chunkSizeWarningLimit: Number.POSITIVE_INFINITY, reportCompressedSize: false },
  });
  const leaks = warnings.filter(
    (message) => /externalized for browser/.test(message) && /@rnp/.test(message),
  );
  if (leaks.length > 0) throw new Error(leaks.join('\n'));
}
