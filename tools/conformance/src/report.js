const begin = '<!-- table: npm run conformance -- --write -->';
const end = '<!-- end of table -->';

/** Rows of [label, outcome, judgement, milliseconds] → the table. */
export function table(rows, groups) {
  const fastest = rows.find(({ id }) => id === 'wasm-node')?.milliseconds;
  const worst = (results, group) => {
    const own = results.filter((result) => result.group === group);
    return own.length === 0 ? '–' : Math.max(...own.map(({ ratio }) => ratio)).toFixed(2);
  };
  const lines = rows.map(({ label, outcome, judgement, milliseconds }) => {
    if (outcome.skipped !== undefined) {
      return [label, `skipped: ${oneLine(outcome.skipped)}`, ...groups.map(() => '–'), '–', '–'];
    }
    const { results } = outcome;
    return [
      label,
      `${judgement.passed} of ${results.length}`,
      ...groups.map((group) => worst(results, group)),
      excludedBy(judgement.excluded),
      milliseconds === undefined || fastest === undefined ? '–' : (fastest / milliseconds).toFixed(2),
    ];
  });
  const headings = ['where', 'passed', ...groups.map((group) => `worst of ${group}`), 'exclusions', 'speed'];
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...lines.map((line) => line[i].length)),
  );
  const row = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [row(headings), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n');
}

/** The document with another table between its marks. */
export function withTable(document, text) {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/backends.md has lost its marks, ${begin} and ${end}`);
  return `${document.slice(0, from)}${begin}\n\n${text}\n\n${document.slice(to)}`;
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
