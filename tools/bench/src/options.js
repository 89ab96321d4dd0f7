import { parseArgs } from 'node:util';
import { rows } from './rows/rows.js';

/** A command line that cannot be followed. */
export class UsageError extends Error {
  name = 'UsageError';
}

export const usage = `usage: npm run bench -- [options]

  --only ROW        rows to measure; again or a comma list for more (default: all)
                    ${rows.map(({ name }) => name).join(' ')}
  --python PATH     an interpreter with torch, for the peer's figures
  --peers DIR       the folder with the peer's scripts
  --against DIR     another checkout of this repository, with built packages, for the rows that compare with one
  --set NAME=VALUE  a setting of ours in timeToSse15 and timeToSse9, as rnp train takes it; again for more
  --cores N         cores for the training steps: our workers, the peer's threads (default: 1)
  --repeats N       rounds; ours and the peer's alternate, medians count (default: 3)
  --backend NAME    backend of TensorFlow.js: wasm (default), tensorflow, cpu
  --json FILE       also write everything as JSON; ratios are in its 'ratios'
  --markdown FILE   also write the tables into this page's bench block
  --smoke           tiny sizes, one round: does everything work?

RNP_DATA_DIR, a folder with mnist/, is needed for timeToSse15 and timeToSse9.`;

const backends = ['wasm', 'tensorflow', 'cpu'];

/**
 * @param {readonly string[]} args
 * @param {number} machineCores
 * @throws UsageError
 */
export function readOptions(args, machineCores) {
  const { values } = parse(args);
  const smoke = values.smoke === true;
  const cores = count('cores', values.cores ?? '1');
  if (cores > machineCores) throw new UsageError(`--cores ${cores}: this machine has ${machineCores}`);
  const backend = values.backend ?? 'wasm';
  if (!backends.includes(backend)) {
    throw new UsageError(`--backend ${backend}: choose from ${backends.join(', ')}`);
  }
  if ((values.python === undefined) !== (values.peers === undefined)) {
    throw new UsageError('the peer needs both --python PATH and --peers DIR');
  }
  return {
    help: values.help === true,
    smoke,
    cores,
    backend,
    repeats: count('repeats', values.repeats ?? (smoke ? '1' : '3')),
    rows: chosenRows(values.only ?? []),
    python: values.python ?? null,
    peers: values.peers ?? null,
    against: values.against ?? null,
    set: values.set ?? [],
    json: values.json ?? null,
    markdown: values.markdown ?? null,
  };
}

/** The command that makes such a run. Whose folders they are is nobody's business but the machine's. */
export function commandOf({ rows: chosen, python, against, set, cores, repeats, backend, smoke }) {
  const names = chosen.map(({ name }) => name);
  const given = [
    ...(python === null ? [] : ['--python PATH', '--peers DIR']),
    ...(against === null ? [] : ['--against DIR']),
    ...(names.length === rows.length ? [] : [`--only ${names.join(',')}`]),
    ...set.map((setting) => `--set ${setting}`),
    ...(cores === 1 ? [] : [`--cores ${cores}`]),
    ...(repeats === 3 ? [] : [`--repeats ${repeats}`]),
    ...(backend === 'wasm' ? [] : [`--backend ${backend}`]),
    ...(smoke ? ['--smoke'] : []),
  ];
  return ['npm run bench', ...(given.length > 0 ? ['--'] : []), ...given].join(' ');
}

function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        python: { type: 'string' },
        peers: { type: 'string' },
        against: { type: 'string' },
        set: { type: 'string', multiple: true },
        cores: { type: 'string' },
        repeats: { type: 'string' },
        backend: { type: 'string' },
        json: { type: 'string' },
        markdown: { type: 'string' },
        smoke: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

function count(name, text) {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new UsageError(`--${name} takes a whole number from 1, not '${text}'`);
  return Number(text);
}

function chosenRows(only) {
  const names = only.flatMap((list) => list.split(',')).filter((name) => name !== '');
  const unknown = names.filter((name) => !rows.some((row) => row.name === name));
  if (unknown.length > 0) {
    const known = rows.map(({ name }) => name).join(', ');
    throw new UsageError(`there is no row ${unknown.join(', ')}; choose from ${known}`);
  }
  return names.length === 0 ? rows : rows.filter(({ name }) => names.includes(name));
}
