import type { FolderDescription } from './describePictures.js';
import { leftOutWords } from './leftOut.js';
import { requireFolderDescription } from './requireFolderDescription.js';

const maxNamed = 6;

/** How a folder of pictures is read, in two lines. @throws RnpError `RNP_CONFIG` for what `describeFolder` does not give */
export function folderLines(found: FolderDescription): readonly [what: string, how: string] {
  requireFolderDescription(found);
  const { folder, train, test, splits, classes } = found;
  const origin = splits === null ? 'drawn from all' : `in ${splits.train} and ${splits.test}`;
  const kinds =
    classes.length === 0
      ? 'no classes'
      : `${counted(classes.length, 'class', 'classes')} (${classWords(classes)})`;
  return [
    `${folder}: ${train} to learn from, ${test} held out (${origin}), ${kinds}`,
    [
      splitWords(found),
      lookedWords(found) + sizeWords(found),
      modeWords(found),
      backgroundWords(found),
      blankWords(found),
      leftOutLine(found),
      found.unseen.length === 0 ? '' : `not looked at: ${unseenWords(found)}`,
      found.bad.length === 0 ? '' : `unreadable, and not counted: ${found.bad.length}`,
    ]
      .filter(Boolean)
      .join('; '),
  ];
}

/** The same as a table. @throws RnpError `RNP_CONFIG` for what `describeFolder` does not give */
export function folderTable(found: FolderDescription): readonly (readonly string[])[] {
  requireFolderDescription(found);
  const { train, test, splits, classes, looked, light, bad } = found;
  return [
    ['images', `${train} to learn from, ${test} held out`],
    [
      'splits',
      splits === null
        ? 'none: held-out images are drawn, class by class'
        : `${splits.train} and ${splits.test}`,
    ],
    ['classes', classes.length === 0 ? 'none' : `${classes.length}: ${classWords(classes)}`],
    ...(splitWords(found) === '' ? [] : [['warning', splitWords(found)]]),
    ['sizes', lookedWords(found) + sizeWords(found)],
    ['modes', modeWords(found)],
    ['background', backgroundWords(found) || 'dark, or none that all share'],
    ['light pixels', `${Math.round(100 * light)} %`],
    ...(blankWords(found) === '' ? [] : [['warning', blankWords(found)]]),
    ['left out', leftOutWords(found.leftOut).join('; ') || 'nothing'],
    ...(found.unseen.length === 0 ? [] : [['not looked at', unseenWords(found)]]),
    ...bad.slice(0, 20).map(({ reason }): readonly string[] => ['unreadable', reason]),
    ...(bad.length > 20 ? [['unreadable', `and ${bad.length - 20} more of ${looked}`]] : []),
  ];
}

function unseenWords({ unseen }: FolderDescription): string {
  const more = unseen.length > maxNamed ? ', …' : '';
  return `${counted(unseen.length, 'folder', 'folders')} (${unseen.slice(0, maxNamed).join(', ')}${more})`;
}

function classWords(classes: FolderDescription['classes']): string {
  const named = classes.slice(0, maxNamed).map(({ name, train, test }) => `${name} ${train} + ${test}`);
  return [...named, ...(classes.length > maxNamed ? ['…'] : [])].join(', ');
}

/** Said where a sample was looked at: what follows counts no others. */
function lookedWords({ looked, train, test, bad }: FolderDescription): string {
  const all = train + test + bad.length;
  return looked < all ? `of ${looked} of ${all} that were looked at: ` : '';
}

/** Where the splits of a folder do not have the same classes. */
function splitWords({ splits, classes, train, test }: FolderDescription): string {
  if (splits === null || classes.length === 0) return '';
  const without = (what: 'train' | 'test'): string[] =>
    classes.filter((one) => one[what] === 0).map(({ name }) => name);
  const loose = [
    [splits.train, train - sum(classes.map((one) => one.train))] as const,
    [splits.test, test - sum(classes.map((one) => one.test))] as const,
  ].flatMap(([where, count]) => (count > 0 ? [`${count} in ${where} are of no class`] : []));
  const missing = [
    [splits.train, train, without('train')] as const,
    [splits.test, test, without('test')] as const,
  ].flatMap(([where, count, names]) =>
    names.length > 0 && names.length < classes.length && count > 0
      ? [`${where} has none of ${names.slice(0, maxNamed).join(', ')}${names.length > maxNamed ? ' …' : ''}`]
      : [],
  );
  return [...loose, ...missing].join('; ');
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

function sizeWords({ sizes }: FolderDescription): string {
  const named = sizes.slice(0, 3).map(({ width, height, count }) => `${width}×${height} (${count})`);
  const rest = sizes.length > 3 ? `, ${sizes.length - 3} other sizes` : '';
  return `width × height ${named.join(', ')}${rest}`;
}

function modeWords({ modes }: FolderDescription): string {
  return modes.map(({ mode, count }) => `${mode} (${count})`).join(', ');
}

function backgroundWords({ onPaper, looked, bad }: FolderDescription): string {
  return onPaper === 0 ? '' : `${onPaper} of ${looked - bad.length} on white`;
}

/** Said where nothing can be learned of some pictures. */
function blankWords({ blank, looked, bad }: FolderDescription): string {
  if (blank === 0) return '';
  const are = blank === 1 ? 'is' : 'are';
  return `${blank} of ${looked - bad.length} ${are} blank, of one colour all over: nothing is learned from ${blank === 1 ? 'it' : 'them'}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function leftOutLine({ leftOut }: FolderDescription): string {
  return leftOut.length === 0 ? '' : `left out: ${leftOutWords(leftOut).join('; ')}`;
}
