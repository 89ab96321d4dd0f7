import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

/** A js block that is followed, with no more than a word or a line between, by a text block: what it prints. */
const example = /```js\n([\s\S]*?)```\s*(?:[^\n`#]{0,80}\n\s*)?```(?:text|console|txt)?\n([\s\S]*?)```/;

/** Runs the README's first example whose output it shows, and compares; later ones may need data or time. */
export async function checkReadme(one, folder) {
  const path = join(one.folder, 'README.md');
  if (!existsSync(path)) throw new Error('there is no README.md');
  const found = readFileSync(path, 'utf8').match(example);
  if (found === null) {
    // A command is shown by its use in a shell, which its own tests run.
    if (one.manifest.bin !== undefined) return;
    throw new Error('README.md shows no example (a js block) with what it prints (a text block after it)');
  }
  const [, source, shown] = found;
  const file = `readme-${one.short}.mjs`;
  writeFileSync(join(folder, file), source);
  const printed = await run(process.execPath, [file], { cwd: folder, timeout: 60_000 });
  const difference = firstDifference(words(shown), words(printed));
  if (difference) throw new Error(`${difference}\n--- it printed\n${printed}`);
}

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
