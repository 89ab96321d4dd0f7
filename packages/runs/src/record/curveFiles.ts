import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJsonLines, writeFileAtomic } from '@rnp/files/node';
import { eventFileHead, scalarRecord } from './tensorboard/eventFile.js';

/** Rows of a run as they are in a file of JSON lines; numbers per level are lists. */
type Row = object & { readonly step: number; readonly seconds?: number };

/** The same curves for other programs, beside the JSON lines they are made of. */
export interface CurveFiles {
  /** Adds a row of metrics.jsonl. */
  trained(row: Row): Promise<void>;
  /** Adds a row of evaluations.jsonl. */
  measured(row: Row): Promise<void>;
}

/** TensorBoard looks for `tfevents` in a name. */
export const eventFileName = 'events.out.tfevents.rnp';
export const curveNames: readonly string[] = Object.freeze(['metrics.csv', 'evaluations.csv', eventFileName]);

const trainedColumns = [
  'step',
  'loss',
  'ssePerImage',
  'klPerImage',
  'overlapPerImage',
  'patchPerImage',
  'gradientNorm',
  'learningRate',
  'imagesPerSecond',
  'seconds',
] as const;
const measuredColumns = ['step', 'epoch', 'ssePerImage', 'klPerImage'] as const;
const trainedLists = ['purity', 'effectiveChildren', 'withoutInk'] as const;
const measuredLists = ['purity', 'effectiveChildren'] as const;

/**
 * Makes `metrics.csv`, `evaluations.csv` and an event file of TensorBoard anew from the rows that a run has so far, then adds to
 * them. A session that was killed between two files leaves nothing behind that the next one would not mend.
 *
 * @param dir the run's folder
 * @param levels of the tree: columns of what is measured at each; 0 without parts
 */
export async function openCurveFiles(dir: string, levels: number): Promise<CurveFiles> {
  const trainedHead = columnsOf(trainedColumns, trainedLists, levels);
  const measuredHead = columnsOf(measuredColumns, measuredLists, levels);
  const trained = (await readJsonLines(join(dir, 'metrics.jsonl'))) as readonly Row[];
  const measured = (await readJsonLines(join(dir, 'evaluations.jsonl'))) as readonly Row[];
  const begun = now() - Number(trained.at(-1)?.seconds ?? 0);
  const events = [
    ...trained.map((row) => eventOf('train', row, begun + Number(row.seconds))),
    ...measured.map((row) => eventOf('heldOut', row, begun)),
  ];
  const place = (name: string): string => join(dir, name);
  await writeFileAtomic(place('metrics.csv'), Buffer.from(csvOf(trainedHead, trained)));
  if (measured.length > 0)
    await writeFileAtomic(place('evaluations.csv'), Buffer.from(csvOf(measuredHead, measured)));
  await writeFileAtomic(place(eventFileName), Buffer.concat([eventFileHead(begun), ...events]));
  let hasMeasured = measured.length > 0;
  return {
    trained: async (row) => {
      await appendFile(place('metrics.csv'), csvLine(trainedHead, row));
      await appendFile(place(eventFileName), eventOf('train', row, now()));
    },
    measured: async (row) => {
      const head = hasMeasured ? '' : `${measuredHead.join(',')}\n`;
      hasMeasured = true;
      await appendFile(place('evaluations.csv'), `${head}${csvLine(measuredHead, row)}`);
      await appendFile(place(eventFileName), eventOf('heldOut', row, now()));
    },
  };
}

function now(): number {
  return Date.now() / 1000;
}

/** `purity` of two levels becomes purity1 and purity2, top first. */
function columnsOf(columns: readonly string[], lists: readonly string[], levels: number): readonly string[] {
  return [
    ...columns,
    ...lists.flatMap((name) => Array.from({ length: levels }, (_, i) => `${name}${i + 1}`)),
  ];
}

function csvOf(columns: readonly string[], rows: readonly Row[]): string {
  return `${columns.join(',')}\n${rows.map((row) => csvLine(columns, row)).join('')}`;
}

function csvLine(columns: readonly string[], row: Row): string {
  const values = flat(row);
  return `${columns.map((name) => values[name] ?? '').join(',')}\n`;
}

function eventOf(where: 'train' | 'heldOut', row: Row, wallTime: number): Uint8Array {
  const { step: _, seconds: __, epoch: ___, ...values } = flat(row);
  const scalars = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${where}/${name}`, value]),
  );
  return scalarRecord({ wallTime, step: row.step, scalars });
}

/** Numbers by name, those per level numbered from 1. What was no number is left out. */
function flat(row: Row): Record<string, number> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      (Array.isArray(value) ? value.map((one, i) => [`${name}${i + 1}`, one]) : [[name, value]]).filter(
        (pair) => typeof pair[1] === 'number' && Number.isFinite(pair[1]),
      ),
    ),
  );
}
