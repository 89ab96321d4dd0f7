import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { fileDigest } from '@rnp-tools/testing/fileDigest';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { readRecord } from '../../src/record/readRecord.js';
import { runFolder } from '../../src/record/runFolder.js';
import type { SessionEnd } from '../../src/run/session.js';
import { type TrainRunOptions, trainRun } from '../../src/run/trainRun.js';
import { reportModel } from '../../src/use/reportModel.js';
import { tinyRun } from './tinyRun.js';

const settings = { ...tinyRun, steps: 20 };
/** Intervals that no step but the last of a few hundred has in common. */
const asked = {
  report: false,
  evaluateLimit: 8,
  logEvery: 3,
  checkpointEvery: 7,
  evaluateEvery: 8,
} as const;

interface Left {
  readonly evaluations: readonly Record<string, number>[];
  readonly rows: readonly Record<string, number>[];
  readonly metrics: Record<string, unknown>;
  readonly best: string;
  readonly config: string;
  readonly weights: string;
}

/** What a run left, without its times. */
function left(dir: string): Left {
  const text = (...path: readonly string[]): string => readFileSync(join(dir, ...path), 'utf8');
  const lines = (name: string): Record<string, number>[] =>
    text(name)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, number>);
  const { seconds: _, ...metrics } = JSON.parse(text('metrics.json')) as Record<string, unknown>;
  return {
    evaluations: lines('evaluations.jsonl'),
    rows: lines('metrics.jsonl').map(({ seconds: _s, imagesPerSecond: _i, ...row }) => row),
    metrics,
    best: fileDigest(join(dir, 'best', 'model.safetensors')),
    config: text('best', 'config.json'),
    weights: fileDigest(join(dir, 'model', 'model.safetensors')),
  };
}

/** Trains until a checkpoint of this step, and stops. */
async function stoppedAt(step: number, options: TrainRunOptions): Promise<void> {
  for await (const event of trainRun(options.resume ? {} : settings, options)) {
    if (event.type === 'checkpoint' && event.step >= step) return;
  }
}

describe('a run that is told of its folder alone goes on', () => {
  const folder = temporaryFolder();
  const whole = join(folder, 'whole');

  test('measured at the multiples asked for, whatever the other intervals', async () => {
    await trainRun(settings, { ...asked, out: whole }).result();
    const { evaluations, rows } = left(whole);
    expect(evaluations.map(({ step }) => step)).toEqual([0, 8, 16]);
    expect(rows.map(({ step }) => step)).toEqual([3, 6, 9, 12, 15, 18, 20]);
  });

  test('to all that an uninterrupted one leaves', async () => {
    const out = join(folder, 'pieces');
    await stoppedAt(7, { ...asked, out });
    await stoppedAt(14, { out, resume: true });
    const end = await trainRun({}, { out, resume: true }).result();
    if (!end.finished) throw new Error('not finished');
    expect(end.result.report).toBeNull();
    expect(left(out)).toEqual(left(whole));
  });

  describe('whose logs were damaged', () => {
    let stopped: string;
    beforeAll(async () => {
      stopped = join(folder, 'stopped');
      await stoppedAt(14, { ...asked, out: stopped });
    });
    /** Goes on with a copy. @returns its folder, and what is warned of */
    const goOn = async (
      damage: (edit: (name: string, how: (text: string) => string) => void) => void,
    ): Promise<readonly [out: string, warnings: readonly string[]]> => {
      const out = join(temporaryFolder(), 'run');
      cpSync(stopped, out, { recursive: true });
      damage((name, how) => writeFileSync(join(out, name), how(readFileSync(join(out, name), 'utf8'))));
      const warnings: string[] = [];
      for await (const event of trainRun({}, { out, resume: true })) {
        if (event.type !== 'warning') continue;
        expect(event.code).toBe('damaged-log');
        warnings.push(event.message.replace(`${out}/`, ''));
      }
      return [out, warnings];
    };
    const cut = (text: string): string => text.slice(0, text.indexOf('\n') + 20);

    test('with the rows that the CSV has', async () => {
      const [out, warnings] = await goOn((edit) => {
        edit('metrics.jsonl', cut);
        edit('evaluations.jsonl', (text) => text.replace('{', ''));
      });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^metrics\.jsonl is damaged: [34] of its rows up to step 1\d are lost, and back from metrics\.csv$/,
        ),
        expect.stringMatching(
          /^evaluations\.jsonl is damaged: 1 of its rows up to step 1\d is lost, and back from evaluations\.csv$/,
        ),
      ]);
      expect(left(out)).toEqual(left(whole));
    });

    test('and says what is lost for good', async () => {
      const [out, warnings] = await goOn((edit) => {
        edit('metrics.jsonl', cut);
        edit('metrics.csv', (text) => text.split('\n').slice(0, 4).join('\n'));
      });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^metrics\.jsonl is damaged: [34] of its rows up to step 1\d are lost; 1 of them is back from metrics\.csv, and the curves are without the others$/,
        ),
      ]);
      const steps = left(out).rows.map(({ step }) => step);
      expect(steps.slice(0, 2)).toEqual([3, 6]);
      expect(steps).not.toContain(9);
    });

    test('and does not speak of rows after its checkpoint, which come again, as when it is killed', async () => {
      const [out, warnings] = await goOn((edit) => edit('metrics.jsonl', (text) => `${text}{"step":15,"lo`));
      expect(warnings).toEqual([]);
      expect(left(out)).toEqual(left(whole));
    });
  });

  test('with what it is told now instead of what it was told', async () => {
    const out = join(folder, 'other');
    await stoppedAt(7, { ...asked, out });
    const end = await trainRun({}, { out, resume: true, evaluateLimit: 5, logEvery: 10 }).result();
    expect(end).toMatchObject({ finished: true, result: { metrics: { images: 5 } } });
    const { bookkeeping } = (await readRecord(runFolder(out)))!;
    expect(bookkeeping).toEqual({ ...asked, evaluateLimit: 5, logEvery: 10, infer: null, precisions: null });
  });
});

describe('a run that is finished', () => {
  const out = join(temporaryFolder(), 'run');
  let first: SessionEnd;
  beforeAll(async () => {
    first = await trainRun({ ...tinyRun, steps: 3 }, { out, evaluateLimit: 8 }).result();
  });
  /** Asks to go on. @returns whether it was measured, what was said, and how it ended */
  const again = async (options: Partial<TrainRunOptions> = {}) => {
    const job = trainRun({}, { out, resume: true, ...options });
    let measured = false;
    const notes: string[] = [];
    for await (const event of job) {
      measured ||= event.type === 'measuring';
      if (event.type === 'note') notes.push(event.message);
    }
    return { measured, notes, end: await job.result() };
  };

  test('says so when it is to go on, and shows what was measured', async () => {
    const { model, metrics, report } = runFolder(out);
    const files = [join(model, 'README.md'), metrics, report];
    const before = files.map((file) => statSync(file).mtimeMs);
    const { measured, notes, end } = await again();
    expect([measured, notes]).toEqual([
      false,
      ['the run is finished: all 3 steps are trained and measured; more steps train it further'],
    ]);
    expect(end).toEqual(first);
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(before);
  });

  test('is measured again where other figures are asked for, or some of its files are gone', async () => {
    expect((await again({ evaluateLimit: 5 })).end).toMatchObject({ result: { metrics: { images: 5 } } });
    expect((await again({ infer: 2 })).end).toMatchObject({
      result: { metrics: { inferred: { steps: 2 } } },
    });
    const { model, metrics, report } = runFolder(out);
    for (const file of [metrics, report, join(model, 'model.safetensors')]) {
      rmSync(file);
      expect(await again()).toMatchObject({ measured: true, end: { finished: true } });
      expect(statSync(file).size).toBeGreaterThan(0);
    }
    expect(await again()).toMatchObject({ measured: false });
  });
});

describe('a run.json that does not say what the checkpoint says', () => {
  type Editable = Record<'training' | 'model', Record<string, unknown>>;
  const change = (dir: string, edit: (record: Editable) => void): void => {
    const path = runFolder(dir).record;
    const record = JSON.parse(readFileSync(path, 'utf8'));
    edit(record);
    writeFileSync(path, JSON.stringify(record));
  };
  const stopped = join(temporaryFolder(), 'run');
  beforeAll(() => stoppedAt(3, { report: false, evaluateLimit: 8, checkpointEvery: 3, out: stopped }));
  /** A copy of a run that was stopped. */
  const begun = (): string => {
    const out = join(temporaryFolder(), 'run');
    cpSync(stopped, out, { recursive: true });
    return out;
  };
  const goOn = async (out: string): Promise<readonly string[]> => {
    const lines: string[] = [];
    for await (const event of trainRun({}, { out, resume: true, report: false }))
      if (event.type === 'note') lines.push(event.message);
    return lines;
  };

  test('is refused by name, with both values, and left as it is', async () => {
    const out = begun();
    change(out, ({ training, model }) => {
      training.batchSize = 8;
      training.seed = 7;
      model.latent = 4;
    });
    const edited = readFileSync(runFolder(out).record, 'utf8');
    const refused = await goOn(out).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'RNP_USAGE' });
    const { message } = refused as Error;
    for (const one of [
      'latent is 3 in its checkpoint and 4 there',
      'batchSize is 4 in its checkpoint and 8 there',
      'seed is 1 in its checkpoint and 7 there',
      'delete the file',
    ])
      expect(message).toContain(one);
    expect(readFileSync(runFolder(out).record, 'utf8')).toBe(edited);
    // As it says.
    rmSync(runFolder(out).record);
    await goOn(out);
    expect((await readRecord(runFolder(out)))!.training.batchSize).toBe(4);
  }, 60_000);

  test('is written anew where it is damaged, which is said', async () => {
    const out = begun();
    change(out, ({ training }) => {
      training.batchSize = 'four';
    });
    expect((await goOn(out))[0]).toMatch(
      /run\.json is damaged: training\.batchSize: .*it is written anew, with the settings of the checkpoint$/,
    );
  }, 60_000);

  test('is made anew as a report advises, and so is metrics.json; without a checkpoint they can go', async () => {
    const out = begun();
    const report = (): Promise<unknown> =>
      reportModel({
        model: out,
        data: tinyRun.data!,
        limit: 4,
        out: join(out, 'report'),
        overwrite: true,
      }).result();
    for (const name of ['run.json', 'metrics.json']) {
      writeFileSync(join(out, name), '{');
      await expect(report()).rejects.toThrow(
        `${join(out, name)} is no JSON; it is damaged; make it anew with resume: ${JSON.stringify(out)}`,
      );
      await goOn(out);
      await report();
    }
    rmSync(join(out, 'checkpoints'), { recursive: true });
    for (const name of ['run.json', 'metrics.json']) {
      writeFileSync(join(out, name), '{');
      await expect(report()).rejects.toThrow(/it is damaged; delete it: the model is whole without$/);
      rmSync(join(out, name));
      await report();
    }
  }, 60_000);

  test('whose only checkpoint is damaged, or gone, points at the model beside it, where that is whole', async () => {
    const out = begun();
    const { model } = runFolder(out);
    const checkpoints = join(out, 'checkpoints');
    const cutOff = (): void => {
      for (const step of readdirSync(checkpoints).filter((name) => name.startsWith('step-')))
        truncateSync(join(checkpoints, step, 'adam.safetensors'), 10);
    };
    const spoil: readonly (readonly [spoiled: () => void, complaint: string])[] = [
      [cutOff, 'Train anew'],
      [() => rmSync(checkpoints, { recursive: true }), 'Train without resuming'],
    ];
    for (const [spoiled, complaint] of spoil) {
      spoiled();
      await expect(goOn(out)).rejects.toMatchObject({
        code: 'RNP_FILE',
        complaint: expect.stringMatching(
          `${complaint}. The model that the run had saved is whole; use it with model: ${JSON.stringify(model)}$`,
        ),
      });
    }
    truncateSync(join(model, 'model.safetensors'), 100);
    await expect(goOn(out)).rejects.toThrow(/Train without resuming$/);
  });

  test('of a newer version is refused, and stays as it is', async () => {
    const out = begun();
    change(out, (record) => Object.assign(record, { version: 99 }));
    const written = readFileSync(runFolder(out).record, 'utf8');
    await expect(goOn(out)).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringMatching(/run\.json is of version 99, .*needs a newer version/),
    });
    expect(readFileSync(runFolder(out).record, 'utf8')).toBe(written);
  }, 60_000);

  test('knows the number of steps that was asked for last', async () => {
    const out = begun();
    change(out, (record) => {
      record.training.steps = 24;
    });
    expect(await goOn(out)).toContainEqual(expect.stringMatching(/^going on from step \d+ of 24$/));
  }, 60_000);
});
