import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.js';
import { checkInstalls, installedBy, runExample } from './readme.js';

const block = /^```(\w+)\n([\s\S]*?)^```$/gm;

/**
 * The code on the pages of docs/guide: `{ page, runs: [{ source, shown }], typed: [source] }`. A js block is followed by a
 * text block with what it prints; a ts block is for a page or for types, and is not run.
 */
export function guidePages() {
  const folder = join(root, 'docs/guide');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => pageOf(name, readFileSync(join(folder, name), 'utf8')));
}

function pageOf(page, markdown) {
  const blocks = [...markdown.matchAll(block)].map(([, language, text]) => ({ language, text }));
  const runs = [];
  blocks.forEach(({ language, text }, i) => {
    if (language !== 'js') return;
    const next = blocks[i + 1];
    if (next?.language !== 'text')
      throw new Error(`${page}: js block ${runs.length + 1} does not show what it prints`);
    runs.push({ source: text, shown: next.text });
  });
  const installs = installedBy(markdown);
  const typed = blocks.filter(({ language }) => language === 'ts').map(({ text }) => text);
  return { page, runs, typed, installs };
}

/** Runs the blocks of a page, one after another, as a reader would. */
export async function checkGuide({ page, runs, installs }, packages, folder) {
  for (const name of installs) {
    const known = packages.has(name) || name === '@tensorflow/tfjs-core';
    if (!known) throw new Error(`npm install ${name}: there is no such package here`);
  }
  for (const [i, { source, shown }] of runs.entries()) {
    checkInstalls(source, installs);
    await runExample(source, shown, `guide-${page.replace('.md', '')}-${i + 1}.mjs`, folder);
  }
}

/** Writes the ts blocks of the guide to be looked at by the compiler. Gives the paths of the files. */
export function writeTyped(pages, folder) {
  return pages.flatMap(({ page, typed }) =>
    typed.map((source, i) => {
      const path = join(folder, `guide-${page.replace('.md', '')}-${i + 1}.ts`);
      writeFileSync(path, source);
      return path;
    }),
  );
}
