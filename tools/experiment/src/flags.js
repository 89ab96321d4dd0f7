import { parseArgs } from 'node:util';
import { UsageError } from './errors.js';

export const usage = `usage: node main.js [options]
  --smoke          a few steps on small images that need no files, to see that it runs
  --seed N         of weights and order of the images; 1 unless given
  --out FOLDER     for results; results/ of the example, or out/ with --smoke
  --runs FOLDER    for training that was stopped and models that are trained; runs/NAME of the repository
  --workers N      how many threads share a batch; one a core unless given
  --only A,B       train only the models whose names begin so, and stop there; with --from-kept, take all others from the folder of
                   results, and write the results
  --fresh          train anew what stands in --runs
  --from-kept      do not train models again that others begin with, but take those in the folder of results
  --verify         measure the saved models again and compare with results/metrics.json
  --measure        measure the saved models again and write what is measured to results/metrics.json`;

/**
 * @param {readonly string[]} args what was typed after the program's name
 * @returns what an example was asked for; `out` and `runs` are null where not given
 * @throws UsageError
 */
export function readFlags(args) {
  const { values } = parsed(args);
  if (values.help) return { help: true };
  return {
    help: false,
    smoke: values.smoke,
    verify: values.verify,
    measure: values.measure,
    fresh: values.fresh,
    fromKept: values['from-kept'],
    seed: wholeNumber('seed', values.seed, 0) ?? 1,
    workers: wholeNumber('workers', values.workers, 1),
    out: values.out ?? null,
    runs: values.runs ?? null,
    only: values.only?.split(',').filter((name) => name !== '') ?? null,
  };
}

function parsed(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const options = {
    smoke: flag,
    verify: flag,
    measure: flag,
    fresh: flag,
    'from-kept': flag,
    help: flag,
    seed: text,
    workers: text,
    out: text,
    runs: text,
    only: text,
  };
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new UsageError(`${error.message}\n${usage}`);
  }
}

function wholeNumber(name, value, min) {
  if (value === undefined) return null;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= min && value.trim() !== '') return number;
  throw new UsageError(`--${name} takes a whole number of at least ${min}, not '${value}'`);
}
