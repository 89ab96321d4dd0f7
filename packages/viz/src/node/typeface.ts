import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The typeface of words in drawings. */
export const family = 'Inter';

const weights = Object.freeze([400, 600]);
const others = Object.freeze(['latin-ext', 'greek', 'cyrillic']);

/** What may not be in the Latin files: letters that they lack, and references, which may stand for any letter. */
const beyondLatin = /[^\t\n\r -~\u00a0-\u00ff\u2010-\u201f\u2026\u2212]|&#/;

let latin: Promise<Uint8Array[]> | undefined;
let beyond: Promise<Uint8Array[]> | undefined;

/**
 * The files of the typeface that the words of a drawing need, Latin first. Reading all of them takes most of the time of a small drawing,
 * and few drawings have words in another alphabet.
 */
export async function typefaceFor(svg: string): Promise<Uint8Array[]> {
  latin ??= filesOf(['latin']).catch(again);
  if (!beyondLatin.test(svg)) return latin;
  beyond ??= filesOf(others).catch(again);
  return [...(await latin), ...(await beyond)];
}

function filesOf(alphabets: readonly string[]): Promise<Uint8Array[]> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@fontsource/inter/package.json'));
  return Promise.all(
    alphabets.flatMap((alphabet) =>
      weights.map((weight) => readFile(join(folder, 'files', `inter-${alphabet}-${weight}-normal.woff2`))),
    ),
  );
}

/** A file that could not be read may be there at the next try. */
function again(error: unknown): never {
  latin = undefined;
  beyond = undefined;
  throw error;
}
