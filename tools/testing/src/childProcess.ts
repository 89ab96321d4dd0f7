import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { endsWithUs } from './endsWithUs.js';

/**
 * Puts sources, as JavaScript, into a folder, so that another process can run them as they are now. Other packages are
 * there as they were last built.
 *
 * @param from the package's `src`
 * @param sources TypeScript files in it
 * @returns the address of `node/index.js`
 */
export async function compiledSources(
  folder: string,
  from: string,
  sources: readonly string[],
): Promise<string> {
  for (const source of sources) {
    const code = await readFile(join(from, source), 'utf8');
    const options = {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    } as const;
    const path = join(folder, source.replace('.ts', '.js'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, (await transform(code, options)).code);
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await symlink(
    fileURLToPath(new URL('../../../node_modules', import.meta.url)),
    join(folder, 'node_modules'),
  );
  return join(folder, 'node/index.js');
}

/** Runs a program that has the exports of `node/index.js` as `rnp`; its errors show. */
export function runProgram(entry: string, program: string, prefix = ''): ChildProcess {
  const code = `import * as rnp from ${JSON.stringify(entry)};\n${program}`;
  const command = `${prefix}exec "$0" --input-type=module --eval "$1"`;
  return endsWithUs(
    spawn('/bin/sh', ['-c', command, process.execPath, code], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

/** The program's first line on stdout. */
export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end !== -1) resolve(text.slice(0, end));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it said anything`)));
  });
}

/** Ends the program at once, as a crash would, unless it has ended. */
export function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
