const marks = { tested: '●', measured: '◐', untried: '◌', no: '○', none: '–' };
const proofFolders = /^(packages|examples|tools|docs)\//;

/**
 * docs/features.md.
 *
 * @param {{ tables: readonly import('./features.js').Table[], absent: readonly string[] }} data
 */
export function featuresPage({ tables, absent }) {
  return [
    '# What there is',
    intro,
    ...tables.flatMap((table) => [`## ${table.title}`, featureTable(table), ...notes(table)]),
    '## What there is not',
    `${absent.map((item) => `- ${item}`).join('\n')}\n`,
  ].join('\n\n');
}

const intro = `Every row names what proves it: a test, or a page with figures that a committed command printed.

- ● a test that CI runs uses it there
- ◐ a committed command was run there, and a page has its figures; CI does not run it
- ◌ the code does not exclude it, but nobody has tried it
- ○ it is missing
- – it does not apply

\`npm run features\` writes this page from \`tools/features/src/features.js\`; a test compares the two.`;

function featureTable({ places, features }) {
  const titles = ['feature', ...places, 'proof'];
  const cells = features.map(({ name, grades, proof, note }) => [
    note === undefined ? name : `${name} ${noteMark(features, note)}`,
    ...grades.map((grade) => marks[grade]),
    `[${label(proof)}](${proof.startsWith('docs/') ? proof.slice('docs/'.length) : `../${proof}`})`,
  ]);
  const widths = titles.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i].length)));
  const isGrade = (column) => column > 0 && column <= places.length;
  const line = (row) =>
    `| ${row.map((cell, i) => (isGrade(i) ? centred(cell, widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (isGrade(i) ? `:${'-'.repeat(width - 2)}:` : '-'.repeat(width)));
  return [line(titles), line(rule), ...cells.map(line)].join('\n');
}

/** As the formatter of the repository centres a cell. */
function centred(cell, width) {
  const before = Math.floor((width - cell.length) / 2);
  return `${' '.repeat(before)}${cell}`.padEnd(width);
}

/** Notes below their table, so that rows stay short. */
function notes({ features }) {
  const noted = features.filter(({ note }) => note !== undefined);
  return noted.length === 0
    ? []
    : [noted.map(({ note }) => `${noteMark(features, note)} ${note}`).join('  \n')];
}

function noteMark(features, note) {
  const number = features
    .filter((feature) => feature.note !== undefined)
    .findIndex((one) => one.note === note);
  return '¹²³⁴⁵⁶⁷⁸⁹'[number];
}

/** "hypernet: golden" for packages/hypernet/test/golden.test.ts. */
function label(proof) {
  const [, name, ...rest] = proof.replace(proofFolders, '$1/').split('/');
  return rest.length === 0 ? name.replace(/\.md$/, '') : `${name}: ${rest.at(-1).replace(/\.test\.ts$/, '')}`;
}
