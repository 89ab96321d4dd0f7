import { lines } from './table.js';
import { missing, verdict } from './verdict.js';

/**
 * What an example's README says under Results: a table for each figure of the paper, the verdict, what is missing, the pictures,
 * where and how long it ran.
 *
 * @param {readonly import('./rows.js').Row[]} rows those of the example
 * @param {Record<string, unknown>} metrics its committed metrics.json
 */
export function resultsBlock(rows, metrics) {
  return [...rows.map((row) => figure(row, metrics)), run(metrics)].join('\n\n');
}

function figure(row, metrics) {
  const cells = row.reached
    .filter(([, key]) => key in metrics)
    .map(([label, key]) => [label, shown(metrics[key])]);
  const title = row.reproduced === undefined ? 'measured' : row.figure.replace(/^\d/, 'Fig. $&');
  const further = (row.tables ?? []).map((table) =>
    lines(
      table.titles,
      table.lines.map(([name, ...keys]) => [name, ...keys.map((key) => shown(metrics[key]))]),
    ),
  );
  return [
    ...(cells.length === 0 ? [] : [lines([title, 'reached'], cells)]),
    ...further,
    [`Published: ${row.published}`, ...judged(row, metrics), `Pictures: ${row.pictures.map(link).join(', ')}`]
      .map((item) => `- ${item}`)
      .join('\n'),
  ].join('\n\n');
}

function judged(row, metrics) {
  const said = verdict(row, metrics);
  if (said === '') return [];
  if (row.reproduced.length === 0) return [`Verdict: **${said}**, judged by looking at the pictures`];
  const lacks = missing(row, metrics);
  return [`Verdict: **${said}**${lacks.length === 0 ? '' : `, for lack of ${lacks.join(' and ')}`}`];
}

function run(metrics) {
  const { seconds, cpu, cores, node, date, backend } = metrics;
  const models = Object.keys(metrics).filter((key) => key.startsWith('seconds.')).length;
  const what = models > 1 ? `The longest of ${models} trainings` : 'Training';
  const time = seconds === undefined ? 'Nothing is trained' : `${what} took ${Math.round(seconds / 60)} min`;
  const measured = `${time}. Measured on ${backend}, ${cpu}, ${cores} cores, Node ${node}, ${date}.`;
  return [measured, ...earlier(metrics)].join(' ');
}

/** Of each model that was not trained again with the others, where and when it was. */
function earlier(metrics) {
  const names = Object.keys(metrics).flatMap((key) => /^date\.(.+)$/.exec(key)?.slice(1) ?? []);
  return names.map((name) => {
    const [cpu, cores, date] = ['cpu', 'cores', 'date'].map((key) => metrics[`${key}.${name}`]);
    return `\`${name}\` was trained before, on ${cpu}, ${cores} cores, ${date}.`;
  });
}

/** Levels with strokes between them; lists over seeds of levels with commas between those. */
function shown(value) {
  if (value === null || value === undefined) return '–';
  if (!Array.isArray(value)) return value < 1000 ? value.toPrecision(3) : String(Math.round(value));
  return value
    .map((one) => (Array.isArray(one) ? one.map(shown).join('/') : shown(one)))
    .join(value.some(Array.isArray) ? ', ' : ' / ');
}

function link(file) {
  return `[${file.replace(/\.\w+$/, '')}](results/${file})`;
}
