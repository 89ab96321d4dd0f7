/**
 * The suite in every environment there is:
 *
 *   npm run conformance [-- --only ID,ID] [--write] [--nodes 20,22,24] [--limit SECONDS]
 *   npm run conformance -- --accuracy [--only ID,ID]
 *   npm run conformance -- --write-reference
 *
 * `--write` puts the table, or with `--only` these rows, with speeds into docs/backends.md; `--limit` is for a part of the suite in a browser; `--nodes` also runs the Node environments on these versions, through npx.
 * `--accuracy` prints how far single operations are off instead: where a miss comes from.
 * Exit code: 0 all is as expected, 1 something is not.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { environments, inNode, runIn } from './environments.js';
import { judged } from './exclusions.js';
import { table, withRows, withTable } from './report.js';
import { holds } from './suite.js';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    nodes: { type: 'string' },
    limit: { type: 'string' },
    accuracy: { type: 'boolean', default: false },
    'write-reference': { type: 'boolean', default: false },
  },
});
const groups = ['golden', 'gradients', 'parse', 'training'];
const document = new URL('../../../docs/backends.md', import.meta.url);

const chosen = flags.only?.split(',') ?? environments.map(({ id }) => id);

if (flags['write-reference']) await writeReference();
else if (flags.accuracy) await printAccuracy();
else process.exitCode = await everywhere();

async function everywhere() {
  const limit = flags.limit === undefined ? {} : { limit: Number(flags.limit) };
  const rows = [];
  for (const environment of environments.filter(({ id }) => chosen.includes(id))) {
    rows.push(await row(environment, environment.label, limit));
    const versions = environment.place === 'node' ? (flags.nodes?.split(',') ?? []) : [];
    for (const version of versions) {
      const node = ['npx', '-y', '-p', `node@${version}`, 'node'];
      rows.push(
        await row({ ...environment, id: `${environment.id}-${version}` }, `${environment.label} ${version}`, {
          node,
        }),
      );
    }
  }
  const text = table(rows, groups);
  console.log(`\n${text}`);
  if (flags.write) {
    const command = ['npm run conformance --', ...process.argv.slice(2)].join(' ');
    const made = `made on ${new Date().toISOString().slice(0, 10)} by \`${command}\` on ${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.versions.node}.`;
    const before = readFileSync(document, 'utf8');
    const after =
      flags.only === undefined
        ? withTable(before, made.replace(/^m/, 'M'), text)
        : withRows(before, made, text);
    await writeFile(document, after);
  }
  const failures = rows.flatMap(({ label, judgement }) =>
    judgement.failures.map((failure) => `${label}: ${failure}`),
  );
  for (const failure of failures) console.error(failure);
  return failures.length > 0 ? 1 : 0;
}

async function row(environment, label, options) {
  process.stderr.write(`${label} …\n`);
  const outcome = await runIn(environment, options);
  const skipped = outcome.skipped !== undefined;
  const judgement = skipped
    ? { passed: 0, excluded: [], failures: [] }
    : judged(environment.id.replace(/-\d+$/, ''), outcome.results, holds);
  const speed = flags.write && !skipped ? await runIn(environment, { ...options, task: 'speed' }) : {};
  return { id: environment.id, label, outcome, judgement, milliseconds: speed.milliseconds };
}

async function printAccuracy() {
  for (const environment of environments.filter(({ id }) => chosen.includes(id))) {
    const { skipped, accuracy = [] } = await runIn(environment, { task: 'accuracy' });
    console.log(`${environment.label}${skipped === undefined ? '' : `: skipped: ${skipped}`}`);
    for (const { operation, error } of accuracy) console.log(`  ${operation}: ${error.toExponential(1)}`);
  }
}

/** What the cpu backend in Node says is what the others are held to, where there are no golden values. */
async function writeReference() {
  const { results } = await inNode('cpu', ['--write-reference']);
  const reference = {};
  for (const { group, name, value } of results) {
    if (value !== undefined) reference[group] = { ...reference[group], [name]: value };
  }
  await writeFile(new URL('../data/reference.json', import.meta.url), `${JSON.stringify(reference)}\n`);
}
