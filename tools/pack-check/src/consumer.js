import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './run.js';

/** An empty project of somebody else, with the tarballs of the named packages installed. Gives its folder. */
export async function createConsumer(parent, title, names, tarballs) {
  const folder = join(parent, title);
  mkdirSync(folder, { recursive: true });
  const tarball = (name) => pathToFileURL(tarballs.get(name).path).href.replace('file://', 'file:');
  const dependencies = Object.fromEntries(names.map((name) => [name, tarball(name)]));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies }, null, 2),
  );
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];
  await run('npm', ['install', ...quiet], { cwd: folder });
  return folder;
}

/** Two engines in one program do not see each other's tensors: there must be at most one. */
export function checkOneEngine(folder) {
  const copies = [];
  const visit = (modules) => {
    if (!existsSync(modules)) return;
    for (const entry of readdirSync(modules)) {
      if (entry.startsWith('.')) continue;
      const path = join(modules, entry);
      if (entry.startsWith('@')) {
        for (const scoped of readdirSync(path)) {
          if (entry === '@tensorflow' && scoped === 'tfjs-core') copies.push(join(path, scoped));
          visit(join(path, scoped, 'node_modules'));
        }
      } else visit(join(path, 'node_modules'));
    }
  };
  visit(join(folder, 'node_modules'));
  if (copies.length > 1) throw new Error(`${copies.length} copies of tfjs-core: ${copies.join(', ')}`);
  if (existsSync(join(folder, 'node_modules/@tensorflow/tfjs'))) {
    throw new Error('@tensorflow/tfjs, the union package, was installed');
  }
}
