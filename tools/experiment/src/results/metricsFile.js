import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@rnp/files/node';

const name = 'metrics.json';

/** Keys that say how figures came about, also with a dot and a model's name. Nothing to measure again. */
const recordKeys = new Set([
  'measured',
  'seconds',
  'cpuSeconds',
  'steps',
  'seed',
  'loss',
  'command',
  'data',
  'backend',
  'workers',
]);
const machineKeys = new Set(['date', 'cpu', 'cores', 'node', 'rnp']);

/** Whether a key of metrics.json tells how a run went, and not what its models do. */
export function isRecord(key) {
  const [kind] = key.split('.');
  return machineKeys.has(kind) || recordKeys.has(kind);
}

/**
 * How the models were trained, flat. With one model its figures carry no name; with several each has its own
 * (`seconds.NAME`), and `seconds` is the longest of them, which is what the budget of an experiment limits. CPU time, of all
 * threads, is there where it was measured.
 *
 * @param {Record<string, { seconds?: number, cpuSeconds?: number, steps: number, training: object }>} trained by
 *   name, those of an earlier run first
 */
export function trainingRecord(trained) {
  const all = Object.entries(trained);
  if (all.length === 0) return {};
  const timed = all.filter(([, { seconds }]) => seconds !== undefined);
  const processed = all.filter(([, { cpuSeconds }]) => cpuSeconds !== undefined);
  const longest = Math.max(...timed.map(([, { seconds }]) => seconds));
  const named = (key, of, models = all) =>
    all.length === 1 ? [[key, of(all[0][1])]] : models.map(([model, one]) => [`${key}.${model}`, of(one)]);
  return Object.fromEntries([
    ['seconds', tenth(longest)],
    ...(all.length === 1 ? [] : named('seconds', ({ seconds }) => tenth(seconds), timed)),
    ...(processed.length === 0 ? [] : named('cpuSeconds', ({ cpuSeconds }) => tenth(cpuSeconds), processed)),
    ...named('steps', ({ steps }) => steps),
    ...named('loss', ({ training }) => lossName(training)),
  ]);
}

/** What a run tells of itself, and metrics.json of each model that an earlier run trained. */
const runKeys = ['seed', 'command', ...machineKeys];

/**
 * How models that were not trained again had been trained, and by which run: their settings tell the one, the metrics that stood beside
 * them the other, by their names or, where there was one model, without. Of models that were not kept, with which those began, the metrics
 * tell all.
 *
 * @param {Record<string, { training: object }>} bases by name, with the settings they were trained with
 * @param {readonly string[]} before names of the models that those were made from
 * @param {Record<string, unknown> | null} committed the metrics that stood beside them
 * @returns {{ trained: Record<string, object>, run: Record<string, unknown> }} for `trainingRecord`, and `KEY.NAME` for metrics.json
 */
export function earlierRecord(bases, before, committed) {
  const told = (key, name) => committed?.[`${key}.${name}`] ?? committed?.[key];
  const trained = Object.entries(bases).map(([name, { training }]) => {
    const [seconds, cpuSeconds] = ['seconds', 'cpuSeconds'].map((key) => told(key, name));
    return [name, { training, steps: training.steps, seconds, cpuSeconds }];
  });
  const exactly = before.flatMap((name) =>
    ['seconds', 'cpuSeconds', 'steps', 'loss'].map((key) => [
      `${key}.${name}`,
      committed?.[`${key}.${name}`],
    ]),
  );
  const run = [...before, ...Object.keys(bases)].flatMap((name) =>
    runKeys.map((key) => [`${key}.${name}`, told(key, name)]),
  );
  return {
    trained: Object.fromEntries(trained),
    run: Object.fromEntries([...exactly, ...run].filter(([, value]) => value !== undefined)),
  };
}

/** Which loss a model was trained with, in words. */
function lossName({ overlap, evenness = [], patchWeight, overlapDecay, overlapFinal }) {
  const fall = overlapDecay > 0 ? `, falling to ${100 * overlapFinal} %` : '';
  const terms = [
    isOn(overlap) && `overlap penalty [${overlap.join(', ')}]${fall}`,
    isOn(evenness) && `evenness penalty [${evenness.join(', ')}]`,
    patchWeight > 0 && `patch loss Eq. (2), ${patchWeight}`,
  ].filter(Boolean);
  return terms.length > 0 ? terms.join('; ') : 'plain';
}

function isOn(weights) {
  return weights.some((weight) => weight > 0);
}

export async function writeMetrics(dir, metrics) {
  await mkdir(dir, { recursive: true });
  await writeFileAtomic(join(dir, name), new TextEncoder().encode(`${JSON.stringify(metrics, null, 2)}\n`));
}

/**
 * The metrics of models that were measured again: the new figures, and how they were trained as it was. A figure of a model that was
 * not kept, null, stays as it was.
 *
 * @param {Record<string, unknown>} committed
 * @param {Record<string, unknown>} figures
 * @param {Record<string, unknown>} machine on which, and when
 */
export function remeasured(committed, figures, machine) {
  const record = Object.entries(committed).filter(([key]) => isRecord(key) && !key.startsWith('measured.'));
  const measured = Object.entries(machine).map(([key, value]) => [`measured.${key}`, value]);
  const known = Object.entries(figures).map(([key, value]) => [key, value ?? committed[key] ?? null]);
  return Object.fromEntries([...known, ...record, ...measured]);
}

/** @returns null where there is none */
export async function readMetrics(dir) {
  try {
    return JSON.parse(await readFile(join(dir, name), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function tenth(value) {
  return Math.round(10 * value) / 10;
}
