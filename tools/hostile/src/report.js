import { ends } from './outcome.js';

const headings = ['what', 'inputs', ...ends, 'slowest, s', 'which', 'peak, MB'];

/** A table of what was tried, in Markdown, with the machine and the command above it. */
export function report(results, { machine, command }) {
  const rows = results.map(({ title, total, counts, slowest, megabytes }) => [
    title,
    total,
    ...ends.map((end) => counts[end]),
    slowest.seconds.toFixed(2),
    slowest.name,
    Math.round(megabytes),
  ]);
  const sum = (pick) => results.reduce((all, result) => all + pick(result), 0);
  const last = [
    'all',
    sum(({ total }) => total),
    ...ends.map((end) => sum(({ counts }) => counts[end])),
    '',
    '',
    '',
  ];
  const table = [
    headings,
    headings.map((_, i) => (i === 0 || i === headings.length - 2 ? '---' : '--:')),
    ...rows,
    last,
  ];
  const lines = table.map((row) => `| ${row.join(' | ')} |`);
  return [`\`${command}\``, '', machine, '', ...lines].join('\n');
}

/** Each fault on a line, for a terminal. */
export function faultLines(results) {
  return results.flatMap(({ title, faults }) =>
    faults.map(
      ({ name, end, reason }) =>
        `${title}: ${name}: ${end}${reason === undefined ? '' : ` (${JSON.stringify(reason)})`}`,
    ),
  );
}
