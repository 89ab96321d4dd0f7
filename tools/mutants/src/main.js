#!/usr/bin/env node
/**
 * npm run mutants: plants each defect of mutants.js, runs the test file that should notice, and says which defects were caught.
 *
 *   npm run mutants -- [--only WORD] [--list]      needs `npm run build`
 *
 * Exit codes: 0 all caught, 1 some were not, 130 stopped.
 */
import { parseArgs } from 'node:util';
import { judge } from './judge.js';
import { mutants } from './mutants.js';
import { plant } from './plant.js';
import { runTest } from './runTest.js';

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, list: { type: 'boolean', default: false } },
});
const chosen = mutants.filter(({ name, package: folder }) => `${folder} ${name}`.includes(values.only));
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

if (values.list)
  for (const { package: folder, name, test } of chosen) console.log(`${folder}: ${name} (${test})`);
else await plantAll().catch(stopped);

async function plantAll() {
  const started = performance.now();
  const sound = await brokenWithout(chosen);
  const missed = [];
  for (const [i, mutant] of chosen.entries()) {
    const label = `${mutant.package}: ${mutant.name}`;
    const left =
      i === 0
        ? ''
        : `, ${Math.ceil((((performance.now() - started) / i) * (chosen.length - i)) / 1000)} s left`;
    const { caught, why } = sound.get(testOf(mutant)) ?? (await attempt(mutant));
    console.log(
      `${caught ? 'caught' : 'MISSED'}  ${i + 1}/${chosen.length}${left}  ${label}${why === '' ? '' : `\n        ${why}`}`,
    );
    if (!caught) missed.push(label);
  }
  console.log(
    `${chosen.length - missed.length} of ${chosen.length} defects are caught by the test that should`,
  );
  if (missed.length > 0) process.exitCode = 1;
}

async function attempt(mutant) {
  const planted = await plant(mutant);
  return judge(mutant, await runTest(mutant.package, mutant.test, planted, stop.signal));
}

/** Test files that fail without any defect catch nothing. */
async function brokenWithout(list) {
  const broken = new Map();
  const files = new Map(list.map((mutant) => [testOf(mutant), mutant]));
  for (const [file, { package: folder, test }] of files) {
    const { failed, broken: reason } = await runTest(folder, test, undefined, stop.signal);
    if (failed.length > 0 || reason !== '') {
      broken.set(file, {
        caught: false,
        why: `fails without a defect, too: ${[...failed, reason.split('\n')[0]].join('; ')}`,
      });
    }
  }
  console.log(`${files.size} test files pass without a defect, ${broken.size} do not`);
  return broken;
}

function testOf({ package: folder, test }) {
  return `${folder}/${test}`;
}

function stopped(error) {
  if (!stop.signal.aborted) throw error;
  console.error('stopped');
  process.exitCode = 130;
}
