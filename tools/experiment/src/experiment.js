import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@rnp/backend';
import { preprocessingOf } from '@rnp/datasets';
import { writeFileAtomic } from '@rnp/files/node';
import { createProgressBar } from '@rnp/runs/words';
import { encodePng } from '@rnp/viz';
import { svgPng } from '@rnp/viz/node';
import { loader } from './data/loadData.js';
import { exitCodeOf, exitCodes, UsageError } from './errors.js';
import { learningCurves } from './figures/learningCurves.js';
import { readFlags, usage } from './flags.js';
import { listenForInterrupt } from './interruption.js';
import { halfPrecision, keepModel, loadKeptModels } from './results/keptModel.js';
import { machine } from './results/machine.js';
import {
  earlierRecord,
  readMetrics,
  remeasured,
  trainingRecord,
  writeMetrics,
} from './results/metricsFile.js';
import { experimentModels, modelsOfOthers } from './training/experimentModels.js';
import { sweptModels } from './training/sweptModels.js';
import { agrees, compare, comparisonTable } from './verify/compare.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const backend = 'wasm';

/**
 * An experiment, as its page declares it.
 *
 * @typedef {object} Experiment
 * @property {(lab: { load: (name: string, split: 'train' | 'test') => Promise<object>, seed: number, smoke: boolean })
 *   => Promise<object>} data what it learns from and what it is measured on
 * @property {(data: object, lab: object) => Record<string, import('./training/trainedModel.js').ModelSpec |
 *   import('./training/experimentModels.js').KeptSpec>} [models] the models to train or to take from another example, by name,
 *   in order; the data sets of `data` are named in metrics.json
 * @property {string} [sweep] instead of `models`: a sweep beside the page, whose models are called SETTING-SEED; those of its first
 *   seed are kept
 * @property {(models: Record<string, object>, data: object, lab: object) => Promise<Record<string, unknown>>} measure
 *   flat figures of the models, and of what was `trained` (results of `trainedModel`, by name), where something was; in a verification those not kept
 *   are missing, and what needs them is to be null
 * @property {(models: Record<string, object>, data: object, lab: { picture(name: string, raster: object): Promise<void>,
 *   drawing(name: string, svg: string): Promise<void>, record(name: string, value: unknown): Promise<void>, trained: Record<string, object> }) => Promise<void>} draw
 *   a picture is pixels, NAME.png; a drawing lines and words, NAME.svg and NAME.png; a record NAME.json
 */

/**
 * Runs the example that declares it: trains or loads its models, measures them, draws, and writes it all to results/;
 * or, with `--verify`, measures the models in results/ and compares; with `--measure`, writes what it measures. Sets the exit code of the process.
 *
 * @param {string} page `import.meta.url` of the example's main.js
 * @param {Experiment} declared
 */
export async function experiment(page, declared) {
  const bar = createProgressBar(process.stderr);
  const interruption = listenForInterrupt(() =>
    bar.log('stopping after this step; once more to stop at once'),
  );
  try {
    const flags = readFlags(process.argv.slice(2));
    if (flags.help) {
      console.log(usage);
      return;
    }
    const folder = dirname(fileURLToPath(page));
    const name = basename(folder);
    await useBackend(backend);
    const { signal } = interruption;
    const { seed, smoke } = flags;
    const lab = { load: loader({ smoke, bar, signal }), seed, smoke };
    const context = { name, folder, flags, bar, signal, lab, declared };
    process.exitCode = await taskOf(flags)(context);
  } catch (error) {
    bar.stop();
    process.exitCode = exitCodeOf(error);
    const expected = typeof error?.code === 'string' || error?.name === 'AbortError';
    console.error(expected ? error.message : error);
    if (process.exitCode === exitCodes.data) {
      console.error(
        'The data sets are read from the folder that RNP_DATA_DIR names; `rnp data get` fetches them.',
      );
    }
  } finally {
    bar.stop();
    interruption.stop();
  }
}

function taskOf({ verify: again, measure }) {
  if (again) return verify;
  return measure ? measureAgain : run;
}

async function run({ name, folder, flags, bar, signal, lab, declared }) {
  const out = resolve(flags.out ?? join(folder, flags.smoke ? 'out' : 'results'));
  const runs = flags.smoke
    ? await mkdtemp(join(tmpdir(), 'rnp-smoke-'))
    : resolve(flags.runs ?? join(repository, 'runs', name));
  const data = await declared.data(lab);
  const session = { ...flags, out, runs, bar, signal };
  const { trained, kept, bases, before, dataOf, isKept } = await modelsOf(
    declared,
    folder,
    data,
    lab,
    session,
  );
  if (flags.only !== null && !flags.fromKept) {
    bar.log(`trained: ${Object.keys(trained).join(', ')}; without --only the results are written`);
    return exitCodes.ok;
  }
  const models = { ...kept };
  for (const [name, { model }] of Object.entries(bases)) models[name] = model;
  const earlier = earlierRecord(bases, before, await readMetrics(out));
  if (flags.smoke) bar.log('what follows only shows that it runs: stand-in images, hardly trained');
  await mkdir(out, { recursive: true });
  for (const [model, { model: exact, training }] of Object.entries(trained)) {
    const learned = dataOf(model);
    const notes = {
      training,
      data: learned.name,
      experiment: name,
      preprocessing: preprocessingOf(learned),
    };
    const half = halfPrecision(exact, notes);
    models[model] = half.model;
    if (isKept(model)) await keepModel(out, model, half.files);
  }
  const figures = await declared.measure(models, data, { ...lab, trained });
  await writeMetrics(out, {
    ...figures,
    ...earlier.run,
    ...trainingRecord({ ...earlier.trained, ...trained }),
    seed: flags.seed,
    data: [...new Set(Object.values(data).map((set) => set.name))].join(', '),
    backend,
    command: commandLine(name, flags),
    ...machine(),
  });
  const write = (file, bytes) => writeFileAtomic(join(out, file), bytes);
  const picture = (file, raster) => write(`${file}.png`, encodePng(raster));
  const drawing = async (file, svg) => {
    await write(`${file}.svg`, new TextEncoder().encode(svg));
    await write(`${file}.png`, await svgPng(svg, { path: `${file}.png` }));
  };
  const record = (file, value) =>
    write(`${file}.json`, new TextEncoder().encode(`${JSON.stringify(value)}\n`));
  const learning = ['learning', ...(flags.fromKept ? Object.keys(trained) : [])].join('-');
  if (Object.keys(trained).length > 0) await drawing(learning, learningCurves(trained));
  await declared.draw(models, data, { ...lab, picture, drawing, record, trained });
  for (const model of Object.values(models)) model.dispose();
  console.log(JSON.stringify(figures, null, 2));
  console.log(`results in ${relative(process.cwd(), out) || '.'}`);
  return exitCodes.ok;
}

/** What there is to train and to take, and of each model what it learned from and whether it is kept. */
async function modelsOf(declared, folder, data, lab, session) {
  if (declared.sweep !== undefined) {
    const trained = await sweptModels(join(folder, declared.sweep), session);
    const first = Math.min(...Object.values(trained).map(({ training }) => training.seed));
    const isKept = (model) => trained[model].training.seed === first;
    return { trained, kept: {}, bases: {}, before: [], dataOf: () => data.train, isKept };
  }
  const specs = await declared.models(data, lab);
  const models = await experimentModels(specs, session);
  return {
    ...models,
    dataOf: (model) => specs[model].data,
    isKept: (model) => specs[model].keep !== false,
  };
}

async function verify(context) {
  const { name, committed, figures } = await keptFigures(context);
  const rows = compare(committed, figures);
  console.log(`${name}\n${comparisonTable(rows)}`);
  return agrees(rows) ? exitCodes.ok : exitCodes.failure;
}

/** What is measured, or measured otherwise, since the models were trained. What they were trained with stays as it was. */
async function measureAgain(context) {
  const { out, committed, figures } = await keptFigures(context);
  await writeMetrics(out, remeasured(committed, figures, machine()));
  console.log(JSON.stringify(figures, null, 2));
  return exitCodes.ok;
}

/** The figures of the models in results/, and those that stand there. */
async function keptFigures({ name, folder, flags, lab, declared }) {
  const out = resolve(flags.out ?? join(folder, 'results'));
  const committed = await readMetrics(out);
  if (committed === null) {
    throw new UsageError(
      `${name}: there is no ${relative(process.cwd(), out)}/metrics.json to verify; run the example first`,
    );
  }
  const seeded = { ...lab, seed: committed.seed };
  const data = await declared.data(seeded);
  const specs = (await declared.models?.(data, seeded)) ?? {};
  const models = { ...(await loadKeptModels(out)), ...(await modelsOfOthers(specs, flags)) };
  if (Object.keys(models).length === 0)
    throw new UsageError(`${name}: no model is kept in ${out}; run the example first`);
  const figures = await declared.measure(models, data, seeded);
  for (const model of Object.values(models)) model.dispose();
  return { name, out, committed, figures };
}

function commandLine(name, { smoke, seed, workers, fromKept, only }) {
  const flags = [
    ...(smoke ? ['--smoke'] : []),
    ...(fromKept ? ['--from-kept'] : []),
    ...(only === null ? [] : [`--only ${only.join(',')}`]),
    ...(seed === 1 ? [] : [`--seed ${seed}`]),
    ...(workers === null ? [] : [`--workers ${workers}`]),
  ];
  return `npm run example -- ${[name, ...flags].join(' ')}`;
}
