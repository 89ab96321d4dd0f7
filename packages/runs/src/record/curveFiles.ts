import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJsonLines, writeFileAtomic } from '@rnp/files/node';
import {
  type CurveRow,
  csvLine,
  csvOf,
  headOf,
  measuredTable,
  numbersOf,
  trainedTable,
} from './curveTable.js';
import { eventFileHead, scalarRecord } from './tensorboard/eventFile.js';

/** The same curves for other programs, beside the JSON lines they are made of. */
export interface CurveFiles {
  /** Adds a row of metrics.jsonl. */
  trained(row: CurveRow): Promise<void>;
  /** Adds a row of evaluations.jsonl. */
  measured(row: CurveRow): Promise<void>;
}

/** TensorBoard looks for `tfevents` in a name. */
export const eventFileName = 'events.out.tfevents.rnp';
export const curveNames: readonly string[] = Object.freeze(['metrics.csv', 'evaluations.csv', eventFileName]);

/**
 * Makes `metrics.csv`, `evaluations.csv` and an event file of TensorBoard anew from the rows that a run has so far, then adds to
 * them. A session that was killed between two files leaves nothing behind that the next one would not mend.
 *
 * @param dir the run's folder
 * @param levels of the tree: columns of what is measured at each; 0 without parts
 */
export async function openCurveFiles(dir: string, levels: number): Promise<CurveFiles> {
  const trainedHead = headOf(trainedTable, levels);
  const measuredHead = headOf(measuredTable, levels);
  const trained = (await readJsonLines(join(dir, 'metrics.jsonl'))) as readonly CurveRow[];
  const measured = (await readJsonLines(join(dir, 'evaluations.jsonl'))) as readonly CurveRow[];
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

function eventOf(where: 'train' | 'heldOut', row: CurveRow, wallTime: number): Uint8Array {
  const { step: _, seconds: __, epoch: ___, ...values } = numbersOf(row);
  const scalars = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${where}/${name}`, value]),
  );
  return scalarRecord({ wallTime, step: row.step, scalars });
}
