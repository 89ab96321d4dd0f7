/**
 * Gives our readers damaged and malicious inputs, seeded, and prints how they ended:
 *
 *   npm run hostile -- --count 500 --markdown docs/reliability.md
 *
 * Exit code: 0 every input was read or refused with a code, 1 one was not, 2 the command line is wrong, 130 after Ctrl-C.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { machine, machineLine } from '@rnp-tools/bench/machine';
import { intoPage } from '@rnp-tools/bench/report';
import { hostile } from './hostile.js';
import { kinds } from './kinds.js';
import { faultLines, report } from './report.js';

const known = kinds.map(({ name }) => name);
const usage = `usage: npm run hostile -- [options]

  --only KIND       kinds of input, again or a comma list for more (default: all)
                    ${known.join(' ')}
  --count N         damaged files of each kind, beside the crafted ones (default: 200)
  --seed N          which ones (default: 1)
  --limit SECONDS   longest that one input may take (default: 60)
  --markdown FILE   also write the table into this page's block`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      limit: { type: 'string', default: '60' },
      markdown: { type: 'string' },
    },
  });
  const names = values.only?.flatMap((list) => list.split(',')) ?? known;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`there is no kind ${unknown.join(', ')}; choose from ${known.join(', ')}`);
  const whole = (name) => {
    if (!/^\d{1,6}$/.test(values[name]))
      throw new Error(`--${name} takes a whole number, not '${values[name]}'`);
    return Number(values[name]);
  };
  return {
    names,
    count: whole('count'),
    seed: whole('seed'),
    limitSeconds: whole('limit'),
    markdown: values.markdown,
  };
}

async function run() {
  let options;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    return 2;
  }
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const onInput = (kind, done) => {
    if (done % 50 === 0) process.stderr.write(`${kind}: ${done} inputs\n`);
  };
  const results = await hostile({ ...options, signal: stopping.signal, onInput });
  const command = `npm run hostile -- --count ${options.count} --seed ${options.seed}`;
  const page = report(results, {
    machine: machineLine(machine({ cores: availableParallelism(), backend: 'wasm' })),
    command,
  });
  console.log(page);
  const faults = faultLines(results);
  for (const line of faults) console.error(line);
  if (stopping.signal.aborted) return 130;
  if (options.markdown !== undefined) {
    const before = await readFile(options.markdown, 'utf8').catch(() => '');
    await writeFile(options.markdown, intoPage(before, page, 'npm run hostile -- --markdown'));
  }
  return faults.length > 0 ? 1 : 0;
}

process.exitCode = await run();
