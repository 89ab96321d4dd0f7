/**
 * The suite in every environment there is:
 *
 *   npm run conformance [-- --only ID,ID] [--write] [--nodes 20,22,24] [--write-reference]
 *
 * `--write` puts the table, with speeds, into docs/backends.md; `--nodes` also runs the Node environments on these versions, through npx.
 * Exit code: 0 all is as expected, 1 something is not.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { environments, inNode, runIn } from './environments.js';
import { judged } from './exclusions.js';
import { table, withTable } from './report.js';
import { holds } from './suite.js';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    nodes: { type: 'string' },
    'write-reference': { type: 'boolean', default: false },
  },
});
const groups = ['golden', 'gradients', 'parse', 'training'];
const document = new URL('../../../docs/backends.md', import.meta.url);

if (flags['write-reference']) await writeReference();
else process.exitCode = await everywhere();

async function everywhere() {
  const ids = flags.only?.split(',') ?? environments.map(({ id }) => id);
  const rows = [];
  for (const environment of environments.filter(({ id }) => ids.includes(id))) {
    rows.push(await row(environment, environment.label, {}));
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
    const made = `Made on ${new Date().toISOString().slice(0, 10)} by \`npm run conformance -- --write${flags.nodes ? ` --nodes ${flags.nodes}` : ''}\` on ${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.versions.node}.`;
    await writeFile(document, withTable(readFileSync(document, 'utf8'), `${made}\n\n${text}`));
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
  const speed = flags.write && !skipped ? await runIn(environment, { ...options, speed: true }) : {};
  return { id: environment.id, label, outcome, judgement, milliseconds: speed.milliseconds };
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
