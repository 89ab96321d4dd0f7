const begin = '<!-- table: npm run conformance -- --write -->';
const end = '<!-- end of table -->';

/** Rows of [label, outcome, judgement, milliseconds] → the table. */
export function table(rows, groups) {
  const fastest = rows.find(({ id }) => id === 'wasm-node')?.milliseconds;
  const worst = (results, group) => {
    const own = results.filter((result) => result.group === group && result.unfinished === undefined);
    return own.length === 0 ? '–' : Math.max(...own.map(({ ratio }) => ratio)).toFixed(2);
  };
  const lines = rows.map(({ label, outcome, judgement, milliseconds }) => {
    if (outcome.skipped !== undefined) {
      return [label, `skipped: ${oneLine(outcome.skipped)}`, ...groups.map(() => '–'), '–', '–'];
    }
    const { results } = outcome;
    return [
      label,
      `${judgement.passed} of ${results.length}${unfinishedOf(results)}`,
      ...groups.map((group) => worst(results, group)),
      excludedBy(judgement.excluded),
      milliseconds === undefined || fastest === undefined ? '–' : (fastest / milliseconds).toFixed(2),
    ];
  });
  const headings = ['where', 'passed', ...groups.map((group) => `worst of ${group}`), 'exclusions', 'speed'];
  return laidOut([headings, ...lines]);
}

/** The document with another table between its marks. @param made says when, by what and where */
export function withTable(document, made, text) {
  const { before, after } = between(document);
  return `${before}${begin}\n\n${made}\n\n${text}\n\n${after}`;
}

/**
 * The document with these rows of its table made anew, and the others as they were.
 *
 * @param {string} document
 * @param {string} made when, by what and where these rows were made
 * @param {string} text a table of them
 */
export function withRows(document, made, text) {
  const lines = between(document).within.trim().split('\n');
  const old = lines.filter((line) => line.startsWith('|'));
  const [heading, , ...rows] = text.split('\n').map(cellsOf);
  const fresh = new Map(rows.map((cells) => [cells[0], cells]));
  const kept = old.slice(2).map(cellsOf);
  const known = new Set(kept.map(([label]) => label));
  const all = [
    ...kept.map((cells) => fresh.get(cells[0]) ?? cells),
    ...rows.filter(([label]) => !known.has(label)),
  ];
  const labels = [...fresh.keys()].map((label) => `_${label}_`).join(', ');
  const remarks = lines.filter((line) => line !== '' && !line.startsWith('|') && !line.startsWith(labels));
  return withTable(document, [...remarks, `${labels}: ${made}`].join('\n\n'), laidOut([heading, ...all]));
}

function between(document) {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/backends.md has lost its marks, ${begin} and ${end}`);
  return {
    before: document.slice(0, from),
    within: document.slice(from + begin.length, to),
    after: document.slice(to),
  };
}

function cellsOf(line) {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** Rows of cells, the first of them headings → Markdown. */
function laidOut([headings, ...lines]) {
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...lines.map((line) => line[i].length)),
  );
  const row = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [row(headings), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n');
}

function unfinishedOf(results) {
  const given = results.filter(({ unfinished }) => unfinished !== undefined);
  return given.map(({ name, unfinished }) => `; ${name} did not end within ${unfinished} s`).join('');
}

function oneLine(text) {
  return text.replace(/\s+/g, ' ').replace(/\|/g, '/').slice(0, 160);
}

/** Names by the reason they share. */
function excludedBy(excluded) {
  const reasons = [...new Set(excluded.map(({ reason }) => reason))];
  const named = (wanted) => excluded.filter(({ reason }) => reason === wanted).map(({ name }) => name);
  return reasons.map((reason) => `${named(reason).length} (${reason})`).join('; ') || 'none';
}
