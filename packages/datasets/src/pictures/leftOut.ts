import { check } from '../checks.js';

export type LeftOutReason =
  | 'hidden'
  | 'system'
  | 'output'
  | 'not-picture'
  | 'not-file'
  | 'kernel'
  | 'link-outside'
  | 'link-broken'
  | 'link-repeated'
  | 'empty-folder'
  | 'other-split'
  | 'bad-picture';

/** Entries of a folder that are not part of the data set, for one reason. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  /** The reason, said of several things: 'hidden', or 'no PNG or JPEG (.txt)'. */
  readonly words: string;
  readonly count: number;
  /** The first few paths. */
  readonly examples: readonly string[];
}

const maxExamples = 3;

const meanings: Readonly<Record<LeftOutReason, string>> = {
  hidden: 'hidden',
  system: 'put there by the system',
  output: 'a result of rnp',
  'not-picture': 'no PNG or JPEG',
  'not-file': 'no file',
  kernel: 'a file system of the kernel',
  'link-outside': 'a link that leads out of the folder; copy what it leads to',
  'link-broken': 'a link that leads nowhere',
  'link-repeated': 'another name of what is there already',
  'empty-folder': 'a folder without pictures',
  'other-split': 'of a third split',
  'bad-picture': 'unreadable',
};

/** Collects what is left out, by its reason. */
export function createLeftOut(): { add(path: string, reason: LeftOutReason): void; all(): LeftOut[] } {
  const groups = new Map<string, { reason: LeftOutReason; count: number; examples: string[] }>();
  return {
    add: (path, reason) => {
      const kind = reason === 'not-picture' ? ` (${endingOf(path) || 'without ending'})` : '';
      const words = `${meanings[reason]}${kind}`;
      const group = groups.get(words) ?? { reason, count: 0, examples: [] };
      groups.set(words, group);
      group.count++;
      if (group.examples.length < maxExamples) group.examples.push(path);
    },
    all: () => [...groups].map(([words, group]) => ({ ...group, words })),
  };
}

/**
 * The entries left out, a phrase for each reason: '3 no PNG or JPEG (.txt), such as notes.txt'.
 *
 * @throws RnpError `RNP_CONFIG` for what `describeFolder` does not give
 */
export function leftOutWords(leftOut: readonly LeftOut[]): readonly string[] {
  requireLeftOut('leftOut', leftOut);
  return leftOut.map(({ count, words, examples }) => `${count} ${words}, such as ${examples[0]}`);
}

/** @throws RnpError `RNP_CONFIG` naming what is missing of this */
export function requireLeftOut(path: string, leftOut: unknown): void {
  check.list(path, leftOut, (at, entry) => {
    check.object(at, entry);
    const { count, words, examples } = entry as LeftOut;
    check.wholeNumber(`${at}.count`, count, 1);
    check.text(`${at}.words`, words);
    check.list(`${at}.examples`, examples, check.text);
  });
}

/** '.txt' of 'a/notes.TXT'; a name that only begins with a point has none. */
function endingOf(path: string): string {
  return /[^/](\.[^./]*)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}
