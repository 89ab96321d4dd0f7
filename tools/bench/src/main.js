/**
 * Measures speed and memory, ours and a peer's in turns, and prints a table:
 *
 *   npm run bench -- --python PATH --peers DIR
 *
 * Exit code: 0 measured, 1 a measurement failed, 2 the command line is wrong, 130 after Ctrl-C, which prints (and
 * writes) what was measured until then.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { pinning } from './cores.js';
import { machine } from './machine.js';
import { measurements } from './measurements.js';
import { commandOf, readOptions, UsageError, usage } from './options.js';
import { createProgress } from './progress.js';
import { intoPage, reportJson, reportMarkdown, reportOf, reportText } from './report/report.js';
import { Measured, runRounds, schedule } from './rounds.js';
import { sizesOf } from './sizes.js';

/** npm passes a signal on to a child that the terminal has sent it to already. */
const sameMs = 500;

async function bench(args) {
  const { count, note, pin } = pinning();
  const options = readOptions(args, count);
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const settings = {
    ...options,
    machineCores: count,
    dataDir: process.env.RNP_DATA_DIR || null,
    sizes: sizesOf(options.smoke),
  };
  const catalogue = measurements(settings);
  const names = [...new Set(options.rows.flatMap(({ needs }) => needs(settings)))];
  const measured = new Measured();
  const order = schedule(names, catalogue, options.repeats);
  const weights = order.map((name) => (options.smoke ? 1 : catalogue[name].seconds));
  const progress = createProgress(process.stderr, weights);
  for (const name of names) {
    const { missing } = catalogue[name];
    if (missing) measured.refuse(name, 'missing', missing);
  }
  for (const reason of reasonsOf(names, catalogue)) progress.log(reason);
  if (note !== null) progress.log(note);
  const signal = interruption(() => progress.log('stopping; what was measured follows'));
  await runRounds(order, catalogue, measured, { pin, signal, progress });
  progress.stop();
  const report = reportOf({
    machine: machine({ cores: count, backend: options.backend }),
    command: commandOf(options),
    rows: options.rows,
    measured,
    settings,
    notes: [
      ...(note === null ? [] : [note]),
      ...(signal.aborted ? ['Interrupted: rounds are missing.'] : []),
    ],
  });
  console.log(reportText(report));
  await write(report, options);
  if (signal.aborted) return 130;
  return measured.failed ? 1 : 0;
}

/** Why something is left out, each reason once. */
function reasonsOf(names, catalogue) {
  const reasons = new Map();
  for (const name of names) {
    const { missing, title } = catalogue[name];
    if (missing) reasons.set(missing, [...(reasons.get(missing) ?? []), title]);
  }
  return [...reasons].map(([reason, titles]) => `left out: ${titles.join('; ')}. To have it, ${reason}`);
}

async function write(report, { json, markdown }) {
  if (json !== null) await writeFile(json, `${JSON.stringify(reportJson(report), null, 2)}\n`);
  if (markdown !== null) {
    const page = await readFile(markdown, 'utf8').catch(() => '');
    await writeFile(markdown, intoPage(page, reportMarkdown(report)));
  }
}

/** The first signal ends the rounds, a second one the process. */
function interruption(onFirst) {
  const controller = new AbortController();
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      if (controller.signal.aborted) {
        if (performance.now() - first > sameMs) process.exit(130);
        return;
      }
      first = performance.now();
      controller.abort();
      onFirst();
    });
  }
  return controller.signal;
}

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
