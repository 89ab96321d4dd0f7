import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import type { Plugin } from 'vite';

// What the page registers.
const serviceWorkerFile = 'service-worker.js';

/**
 * Writes a service worker beside the built page that keeps the page's files in the browser.
 *
 * @param isSeldomNeeded whether a file, by its path in the built folder, is only kept once the page is at rest
 */
export function keepOffline(isSeldomNeeded: (file: string) => boolean): Plugin {
  return {
    name: 'keep-offline',
    apply: 'build',
    async writeBundle({ dir }) {
      const folder = dir!;
      const all = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = all
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(folder.length + 1)
            .replaceAll('\\', '/'),
        )
        .filter((file) => file !== serviceWorkerFile)
        .sort();
      const version = createHash('sha256');
      for (const file of files) version.update(file).update(await readFile(join(folder, file)));
      const kept = files.filter((file) => file !== 'index.html');
      const source = fileURLToPath(new URL('serviceWorker.ts', import.meta.url));
      const { code } = await transform(await readFile(source, 'utf8'), {
        loader: 'ts',
        format: 'iife',
        minify: true,
        target: 'es2022',
        define: {
          FILES: JSON.stringify(kept.filter((file) => !isSeldomNeeded(file))),
          SELDOM_NEEDED: JSON.stringify(kept.filter(isSeldomNeeded)),
          VERSION: JSON.stringify(version.digest('hex').slice(0, 12)),
        },
      });
      await writeFile(join(folder, serviceWorkerFile), code);
    },
  };
}
