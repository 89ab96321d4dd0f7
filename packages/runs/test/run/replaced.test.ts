import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { setRunAside } from '../../src/record/replacedRun.js';
import { runNames } from '../../src/record/runFolder.js';
import type { RunEvent } from '../../src/run/events.js';
import { type TrainRunOptions, trainRun } from '../../src/run/trainRun.js';
import { tinyRun } from './tinyRun.js';

const options = { report: false, evaluateLimit: 8, logEvery: 1 } as const;

const root = temporaryFolder();
beforeAll(async () => {
  await trainRun({ ...tinyRun, steps: 2 }, { ...options, out: join(root, 'old') }).result();
  writeFileSync(join(root, 'old', 'notes.txt'), 'mine');
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

/** A copy of a finished run. */
function earlier(name: string): string {
  const dir = join(root, name);
  cpSync(join(root, 'old'), dir, { recursive: true });
  return dir;
}

function expectWhole(dir: string): void {
  expect(contentOf(dir)).toEqual(contentOf(join(root, 'old')));
}

function contentOf(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(dir.length), readFileSync(path, 'base64')];
    }),
  );
}

async function replacing(
  out: string,
  {
    steps = 400,
    until,
    ...more
  }: Partial<TrainRunOptions> & {
    readonly steps?: number;
    readonly until?: (event: RunEvent) => boolean;
  } = {},
  set: readonly string[] = [],
): Promise<{ readonly lines: readonly string[]; readonly end: unknown }> {
  const lines: string[] = [];
  const stop = new AbortController();
  const run = trainRun(
    { ...tinyRun, steps, set },
    { ...options, out, overwrite: true, signal: stop.signal, ...more },
  );
  for await (const event of (async function* () {
    try {
      yield* run;
    } catch {}
  })()) {
    if (event.type === 'note') lines.push(event.message);
    if (until?.(event) === true) stop.abort();
  }
  return { lines, end: await run.result().catch((error: unknown) => error) };
}

const isSetAside = (event: RunEvent): boolean =>
  event.type === 'note' && event.message.startsWith('the earlier run waits in');

describe('a run that is to replace another one', () => {
  test('stopped before its first step leaves the earlier one as it was', async () => {
    const dir = earlier('stopped');
    const { lines, end } = await replacing(dir, { until: isSetAside });
    expect(end).toMatchObject({ finished: false, step: 0, saved: false });
    expect(lines.at(-1)).toMatch(/^stopped before the first step: the earlier run in .* is back$/);
    expectWhole(dir);
  }, 60_000);

  test('stopped before its first checkpoint keeps what it has learned, and the earlier one beside it', async () => {
    const dir = earlier('learned');
    const { lines, end } = await replacing(dir, { until: ({ type }) => type === 'progress' });
    expect(end).toMatchObject({ finished: false, saved: true });
    const { step } = end as { readonly step: number };
    expect(JSON.parse(readFileSync(join(dir, 'metrics.json'), 'utf8'))).toMatchObject({ steps: step });
    expect(existsSync(join(dir, 'model', 'model.safetensors'))).toBe(true);
    expect(lines.at(-1)).toBe(`the earlier run still waits in ${join(dir, 'replaced-run')}`);
    // It is the one that is gone on with.
    const longer = step + 1;
    await trainRun({ steps: longer }, { ...options, out: dir, resume: true }).result();
    expect(JSON.parse(readFileSync(join(dir, 'metrics.json'), 'utf8')).steps).toBe(longer);
    expect(readdirSync(dir)).not.toContain('replaced-run');
  }, 60_000);

  test('diverged before its first checkpoint leaves the earlier one as it was, and tells how to train', async () => {
    const dir = earlier('diverged');
    const { lines, end } = await replacing(dir, {}, ['learningRate=1e12', 'clipNorm=none']);
    expect(end).toMatchObject({
      code: 'RNP_DIVERGED',
      message: expect.stringMatching(/\. Train anew by /),
    });
    expect(lines.at(-1)).toMatch(/the earlier run in .* is back$/);
    expectWhole(dir);
  }, 60_000);

  test('stopped later, both are there; the earlier one goes when the new one has ended', async () => {
    const dir = earlier('both');
    const { lines, end } = await replacing(dir, {
      checkpointEvery: 2,
      steps: 8,
      until: (event) => event.type === 'progress' && event.step === 4,
    });
    expect(end).toMatchObject({ finished: false, saved: true });
    const aside = join(dir, 'replaced-run');
    expect(lines).toContain(`the earlier run waits in ${aside} until this one has ended`);
    expect(lines.at(-1)).toBe(`the earlier run still waits in ${aside}`);
    const old = contentOf(join(root, 'old'));
    expect(contentOf(aside)).toEqual(
      Object.fromEntries(Object.entries(old).filter(([name]) => name !== '/notes.txt')),
    );
    await trainRun({}, { ...options, out: dir, resume: true }).result();
    expect(existsSync(aside)).toBe(false);
    expect(JSON.parse(readFileSync(join(dir, 'metrics.json'), 'utf8')).steps).toBe(8);
    expect(readFileSync(join(dir, 'notes.txt'), 'utf8')).toBe('mine');
  }, 60_000);

  test('that replaces one that itself had not ended keeps both until it has', async () => {
    const dir = earlier('twice');
    const middle = {
      checkpointEvery: 1,
      steps: 8,
      until: (event: RunEvent) => event.type === 'progress' && event.step === 3,
    };
    await replacing(dir, middle);
    const unfinished = contentOf(join(dir, 'checkpoints'));
    await replacing(dir, { until: isSetAside });
    expect(contentOf(join(dir, 'checkpoints'))).toEqual(unfinished);
    expect(existsSync(join(dir, 'replaced-run', 'model', 'model.safetensors'))).toBe(true);
    await replacing(dir, { steps: 2 });
    expect(readdirSync(dir).filter((name) => name.startsWith('replaced'))).toEqual([]);
  }, 60_000);
});

describe('killed in between', () => {
  const taken = (dir: string): string[] => readdirSync(dir).filter((name) => runNames.includes(name));
  const refused = async (dir: string): Promise<void> => {
    const lines: string[] = [];
    const run = trainRun({ ...tinyRun, steps: 2 }, { ...options, out: dir });
    await expect(
      (async () => {
        for await (const event of run) if (event.type === 'note') lines.push(event.message);
      })(),
    ).rejects.toThrow(/holds a run already/);
    expect(lines[0]).toMatch(
      /^the run in .* is back: one that was to replace it had ended before its first checkpoint$/,
    );
    expectWhole(dir);
  };

  test('before the first checkpoint: the next start puts the earlier one back and says so', async () => {
    const dir = earlier('killed');
    await setRunAside(dir, taken(dir));
    for (const name of ['run.json', 'metrics.csv', 'events.out.tfevents.rnp'])
      writeFileSync(join(dir, name), '{}');
    await refused(dir);
  });

  test('while it was set aside, or put back', async () => {
    const aside = earlier('half-aside');
    mkdirSync(join(aside, 'replaced-run'));
    renameSync(join(aside, 'model'), join(aside, 'replaced-run', 'model'));
    await refused(aside);

    const back = earlier('half-back');
    await setRunAside(back, taken(back));
    renameSync(join(back, 'replaced-run', 'run.json'), join(back, 'run.json'));
    await refused(back);

    const removing = earlier('half-removed');
    await setRunAside(removing, taken(removing));
    cpSync(join(root, 'old', 'checkpoints'), join(removing, 'checkpoints'), { recursive: true });
    await refused(removing);
  });

  test('a folder of that name that holds something else is left alone', async () => {
    const dir = earlier('foreign');
    mkdirSync(join(dir, 'replaced-run'));
    writeFileSync(join(dir, 'replaced-run', 'thesis.txt'), 'years');
    await replacing(dir, { steps: 2 });
    expect(readFileSync(join(dir, 'replaced-run', 'thesis.txt'), 'utf8')).toBe('years');
    expect(readdirSync(dir)).not.toContain('replaced-run-2');
  }, 60_000);
});

test('a run that fails before it has trained anything leaves no folder', async () => {
  const dir = join(root, 'nothing');
  const run = trainRun({ ...tinyRun, steps: 3 }, { ...options, out: dir, checkpointEvery: 1, logEvery: 3 });
  for await (const event of (async function* () {
    try {
      yield* run;
    } catch {}
  })()) {
    // A file where the checkpoints are to go: the first one cannot be written.
    if (event.type === 'start') writeFileSync(join(dir, 'checkpoints'), '');
  }
  await expect(run.result()).rejects.toMatchObject({ code: 'RNP_FILE' });
  expect(existsSync(dir)).toBe(false);
}, 60_000);
