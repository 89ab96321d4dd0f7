import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './run.js';

const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];

/** An empty project of somebody else, with the tarballs of the named packages installed. Gives its folder. */
export async function createConsumer(parent, title, names, tarballs) {
  const tarball = (name) => pathToFileURL(tarballs.get(name).path).href.replace('file://', 'file:');
  const dependencies = Object.fromEntries(names.map((name) => [name, tarball(name)]));
  const folder = emptyProject(parent, title, { dependencies });
  await run('npm', ['install', ...quiet], { cwd: folder });
  return folder;
}

/** An empty project of somebody else, into which a shell installed what this line says. Gives its folder. */
export async function createConsumerByLine(parent, title, line) {
  const folder = emptyProject(parent, title, {});
  await run('sh', ['-c', `${line} ${quiet.join(' ')}`], { cwd: folder });
  return folder;
}

/** An empty project of somebody else. Gives its folder. */
export function emptyProject(parent, title, more) {
  const folder = join(parent, title);
  mkdirSync(folder, { recursive: true });
  const project = { name: 'consumer', private: true, type: 'module', ...more };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project, null, 2));
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
