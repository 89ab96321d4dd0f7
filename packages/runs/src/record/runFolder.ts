import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { option, worded } from '@rnp/errors';
import { writeFileAtomic } from '@rnp/files/node';
import { checkpointsFolderName, hasCheckpoint, modelFolderName } from '@rnp/vae/node';
import { isWord } from '../checks.js';
import { UsageError } from '../errors.js';
import { namesIn } from '../files/folderFiles.js';
import { json } from '../files/jsonFile.js';
import { curveNames } from './curveFiles.js';
import type { RunRecord } from './runRecord.js';

/** The paths of a run's files. */
export interface RunFolder {
  readonly dir: string;
  readonly model: string;
  /**
   * The folder of the model that was best on held-out images so far, if some were measured during training.
   */
  readonly best: string;
  /** One row per log interval: `metrics.jsonl`. */
  readonly rows: string;
  /** One row per measurement on held-out images, if some were asked for: `evaluations.jsonl`. */
  readonly evaluations: string;
  readonly metrics: string;
  readonly record: string;
  /** The files of the folder of images that the run learns from. */
  readonly dataFiles: string;
  readonly report: string;
}

/** A model folder beside the run's own. */
const bestFolderName = 'best';

/** Pictures beside the report, each as SVG and PNG. */
const pictureNames = Object.freeze([
  'parts',
  'tree',
  'samples',
  'interpolation',
  'learning',
  'purity',
  'effective-children',
]);

/** The paths of the files of a run in this folder. Nothing is read. */
export function runFolder(dir: string): RunFolder {
  isWord('dir', dir);
  return {
    dir,
    model: join(dir, modelFolderName),
    best: join(dir, bestFolderName),
    rows: join(dir, 'metrics.jsonl'),
    evaluations: join(dir, 'evaluations.jsonl'),
    metrics: join(dir, 'metrics.json'),
    record: join(dir, recordName),
    dataFiles: join(dir, 'data.json'),
    report: join(dir, 'report.html'),
  };
}

/** Whoever has it in his folder is a run. */
export const recordName = 'run.json';

/** What a run leaves in its folder; nothing else is ever removed. */
export const runNames: readonly string[] = [
  modelFolderName,
  bestFolderName,
  checkpointsFolderName,
  'metrics.jsonl',
  'evaluations.jsonl',
  'metrics.json',
  'report.html',
  recordName,
  'data.json',
  ...curveNames,
  ...pictureNames.flatMap((name) => [`${name}.svg`, `${name}.png`]),
];

/** What stands in the way of a new run. */
export interface EarlierRun {
  /** Of its files. */
  readonly names: readonly string[];
  /** Whether it has a model, or a checkpoint to go on from. */
  readonly worth: boolean;
}

/**
 * Sees that a new run may have this folder.
 *
 * @param inSweep whether it is one of a sweep's
 * @throws UsageError when an earlier run is there and may not be replaced, or something else has its names
 */
export async function checkRunFolder(
  dir: string,
  { overwrite, inSweep = false }: { readonly overwrite: boolean; readonly inSweep?: boolean },
): Promise<EarlierRun> {
  const names = await namesIn(dir);
  const taken = names.filter((name) => runNames.includes(name));
  if (taken.length === 0) return { names: taken, worth: false };
  if (!names.includes(recordName)) {
    throw new UsageError(
      worded`${dir} holds ${taken.join(', ')}, but not of a run; choose another folder with ${option('out')}`,
    );
  }
  // A run that was killed before it had saved anything left nothing to go on from, and nothing to lose.
  const worth = await holdsWorth(dir);
  if (worth && !overwrite) {
    // A sweep goes on with its own runs unasked, and with no others.
    const onward = inSweep ? [] : worded`go on with it with ${option('resume', true)}, `;
    throw new UsageError(
      worded`${dir} holds a run already; ${onward}replace it with ${option('overwrite', true)}, or choose another folder with ${option('out')}`,
    );
  }
  return { names: taken, worth };
}

/** Whether a run is there with a model, or a checkpoint to go on from. */
export async function holdsWorth(dir: string): Promise<boolean> {
  const names = await namesIn(dir);
  return names.includes(recordName) && (names.includes(modelFolderName) || (await hasCheckpoint(dir)));
}

/** Removes what an earlier run left. */
export async function clearRun(dir: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(dir, name), { recursive: true, force: true });
}

/** Removes what was found at the end of a run that goes on. */
export async function clearResults({ metrics, report }: RunFolder): Promise<void> {
  for (const path of [metrics, report]) await rm(path, { force: true });
}

export async function writeRecord(folder: RunFolder, record: RunRecord): Promise<void> {
  await writeFileAtomic(folder.record, json(record));
}
