import { machineLine } from '../machine.js';
import { ratioNames } from '../rows/rows.js';
import { formatNumber } from './format.js';
import { markdownTable, textTable } from './table.js';

const heading = ['what', 'ours', 'peer', 'ratio', 'to reach', 'reached'];
const verdict = (reached) => (reached === null ? '–' : reached ? 'yes' : 'no');

/**
 * Everything a run found out, ready to be printed, stored or put into a page.
 *
 * @param {{ machine: object, command: string, rows: readonly object[], measured: object, settings: object,
 *   notes: readonly string[] }} run
 */
export function reportOf({ machine, command, rows, measured, settings, notes }) {
  const summaries = rows.map(({ name, title, needs, summarise }) => ({
    name,
    title,
    ...summarise(measured, settings),
    missing: needs(settings)
      .map((need) => measured.problem(need))
      .filter((problem) => problem !== null)
      .map(({ reason }) => reason),
  }));
  return { machine, command, summaries, notes, measured, smoke: settings.smoke };
}

const summaryRows = (summaries) => [
  heading,
  ...summaries.map(({ title, ours, peer, ratio, reach, reached }) => [
    title,
    ours,
    peer,
    ratio === null ? '–' : `${formatNumber(ratio)}×`,
    reach,
    verdict(reached),
  ]),
];

const detailTables = (summaries) =>
  summaries.flatMap(({ tables = [] }) => tables).filter(({ rows }) => rows.length > 1);

/** For a terminal. */
export function reportText({ machine, summaries, notes, smoke }) {
  return [
    machineLine(machine),
    ...(smoke ? ['A reduced run, to see that everything works: its figures say nothing about speed.'] : []),
    textTable(summaryRows(summaries)),
    ...detailTables(summaries).map(({ title, rows }) => `${title}\n${textTable(rows)}`),
    ...notes,
  ].join('\n\n');
}

/** For `--json`. */
export function reportJson({ machine, command, summaries, notes, measured, smoke }) {
  const ratioOf = (name) => {
    const summary = summaries.find((one) => one.name === name);
    return summary?.ratio ?? summary?.count ?? null;
  };
  return {
    ratios: Object.fromEntries(ratioNames.map((name) => [name, ratioOf(name)])),
    rows: Object.fromEntries(summaries.map(({ name, tables: _, ...summary }) => [name, summary])),
    measured,
    machine,
    command,
    notes,
    smoke,
  };
}

/** For `--markdown`: the tables of a run, as docs/performance.md shows them. */
export function reportMarkdown({ machine, command, summaries }) {
  return [
    `${machineLine(machine)}. Command:`,
    `\`\`\`sh\n${command}\n\`\`\``,
    markdownTable(summaryRows(summaries)),
    ...detailTables(summaries).flatMap(({ title, rows }) => [`### ${title}`, markdownTable(rows)]),
  ].join('\n\n');
}

const end = '<!-- /bench -->';

/**
 * A page with its block of tables replaced, or the block alone where there is no page or no block yet.
 *
 * @param {string} [command] that wrote the block
 */
export function intoPage(page, block, command = 'npm run bench -- --markdown') {
  const begin = `<!-- bench: written by ${command} -->`;
  const fenced = `${begin}\n\n${block}\n\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return page.trim() === '' ? `${fenced}\n` : `${page.trimEnd()}\n\n${fenced}\n`;
  return page.slice(0, from) + fenced + page.slice(to + end.length);
}
