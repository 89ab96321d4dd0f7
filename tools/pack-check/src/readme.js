import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

/** A js block that is followed, with no more than a word or a line between, by a text block: what it prints. */
const example =
  /(<!-- not run: [^\n]* -->\s*)?```js\n((?:(?!```)[\s\S])*)```\s*(?:[^\n`#]{0,80}\n\s*)?```(?:text|console|txt)?\n([\s\S]*?)```/g;

/** Runs the README's examples whose output it shows, in order, and compares; one that needs more than the package says so above it. */
export async function checkReadme(one, folder) {
  const path = join(one.folder, 'README.md');
  if (!existsSync(path)) throw new Error('there is no README.md');
  const text = readFileSync(path, 'utf8');
  const found = [...text.matchAll(example)].filter(([, reason]) => reason === undefined);
  if (found.length === 0) {
    // A command is shown by its use in a shell, which its own tests run.
    if (one.manifest.bin !== undefined) return;
    // One that needs a server is run by the package's own test, which starts one.
    if (existsSync(join(one.folder, 'test', 'readme.test.ts'))) return;
    throw new Error('README.md shows no example (a js block) with what it prints (a text block after it)');
  }
  for (const [i, [, , source, shown]] of found.entries()) {
    checkInstalls(source, installedBy(text));
    await runExample(source, shown, `readme-${one.short}-${i + 1}.mjs`, folder);
  }
}

/** The packages that the `npm install` lines of a page name. */
export function installedBy(markdown) {
  const lines = [...markdown.matchAll(/^npm install (.+)$/gm)].flatMap(([, names]) => names.split(' '));
  return new Set(lines.map((name) => name.replace(/(.)@[\d.]+$/, '$1')));
}

/** @throws Error when a program imports a package that the reader was not told to install */
export function checkInstalls(source, installed) {
  for (const [, name] of source.matchAll(/from '((?:@[^/']+\/)?[^/']+)[^']*'/g)) {
    if (name.startsWith('node:') || installed.has(name)) continue;
    throw new Error(`the example imports ${name}, which no npm install line of the page names`);
  }
}

/** Runs an example and compares what it prints with what is shown. */
export async function runExample(source, shown, file, folder) {
  writeFileSync(join(folder, file), source);
  const printed = await run(process.execPath, [file], { cwd: folder, timeout: 120_000 });
  const difference = firstDifference(words(shown), words(withoutAdvice(printed)));
  if (difference) throw new Error(`${file}: ${difference}\n--- it printed\n${printed}`);
}

/** TensorFlow.js's cpu backend, in Node, advises to install another one. */
const withoutAdvice = (printed) =>
  printed.replace(/=+\nHi, looks like you are running TensorFlow.js[\s\S]*?=+\n/g, '');

const words = (text) => text.split(/[\s,[\](){}:]+/).filter((word) => word !== '');

/** Numbers may differ in their last digits from one machine to another; nothing else may. */
function firstDifference(shown, printed) {
  for (let i = 0; i < Math.max(shown.length, printed.length); i++) {
    const [a, b] = [shown[i], printed[i]];
    if (a === b) continue;
    const distance = Math.abs(Number(a) - Number(b));
    if (distance <= 0.01 * Math.max(1, Math.abs(Number(a)))) continue;
    return `the README shows ${a ?? 'nothing more'} where the program prints ${b ?? 'nothing more'} (word ${i + 1})`;
  }
  return undefined;
}
