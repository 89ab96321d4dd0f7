import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inWords } from '@rnp/errors';
import { decodePng } from '@rnp/images';
import { encodePng } from '@rnp/viz';
import { writeIcons } from '@rnp-tools/testing/icons';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type DescribeDataEvent, type DescribedEvent, describeData } from '../../src/use/index.js';

const dir = temporaryFolder();
const icons = join(dir, 'icons');
const picture = join(dir, 'twelve.png');
const notAll = ['none drawn, as not all was looked at'];

beforeAll(() => {
  writeIcons(icons);
  writeFileSync(join(icons, 'star/notes.txt'), '');
});

function textOf(rows: DescribedEvent['rows'], heading: string): string | undefined {
  const row = rows.find(([one]) => one === heading);
  return row && inWords(row[1]);
}

/** The job's events, and its end or what it throws. */
async function ended(job: ReturnType<typeof describeData>) {
  const events: DescribeDataEvent[] = [];
  const end = (async () => {
    for await (const event of job) events.push(event);
    return job.result();
  })();
  return { events, end: await end.catch((error: unknown) => ({ thrown: error })) };
}

describe('describeData', () => {
  test('of a folder tells what is understood, then draws twelve of its images as a model sees them', async () => {
    const job = describeData(`${icons}?colour=yes`, { out: picture });
    const events: DescribeDataEvent[] = [];
    for await (const event of job) events.push(event);
    const { description, rows, stopped, ...end } = await job.result();
    expect({ stopped, ...end }).toEqual({ stopped: false, picture, noPicture: null });
    expect(description).toMatchObject({ train: 6, test: 2, paper: true, bad: [], unseen: [] });
    expect(textOf(rows, 'images')).toBe('6 to learn from, 2 held out');
    expect(textOf(rows, 'taken as')).toMatch(
      /^40×20 \(width × height\), in colour, light and dark exchanged.*icons\?size=20x40&colour=yes&invert=yes/,
    );
    expect(events.filter(({ type }) => type === 'described')).toEqual([
      { type: 'described', description, rows },
    ]);
    // What was understood is told before the images are read for the picture.
    const parts = events.map((event) => (event.type === 'data' ? event.part : event.type));
    expect(parts.indexOf('content')).toBeLessThan(parts.indexOf('described'));
    expect(parts.indexOf('described')).toBeLessThan(parts.indexOf('train'));
    // Six images in one row, of 40×20, each pixel 2×2 squares.
    const { width, height } = decodePng(readFileSync(picture));
    expect(width).toBeGreaterThan(6 * 40 * 2);
    expect(height).toBeLessThan(2 * 20 * 2);
  });

  test('of a data set tells its splits and classes; without a file none is written', async () => {
    const { description, rows, picture: drawn } = await describeData('digits').result();
    expect(description).toMatchObject({ name: 'digits', imageShape: [28, 28, 1], classes: { length: 10 } });
    const { train, test: held } = description as { train: number; test: number };
    expect(textOf(rows, 'images')).toBe(`${train} to learn from, ${held} held out`);
    expect([textOf(rows, 'size'), drawn]).toEqual(['28×28 (width × height), grey', null]);
  });

  test('what cannot be read is told, and left out of the picture', async () => {
    const folder = join(dir, 'torn');
    writeIcons(folder);
    writeFileSync(join(folder, 'moon/empty.png'), '');
    const file = join(dir, 'torn.png');
    const { description, rows, picture: drawn } = await describeData(folder, { out: file }).result();
    expect(description).toMatchObject({ bad: [{ path: expect.stringContaining('empty.png') }] });
    expect(textOf(rows, 'taken as')).toContain('bad=skip');
    expect(drawn).toBe(file);
  });

  test('where the time did not suffice the rest is named, and no picture is drawn', async () => {
    const folder = join(dir, 'tree');
    mkdirSync(join(folder, 'deep'), { recursive: true });
    const data = new Float32Array(81).fill(0.5);
    const png = encodePng({ width: 9, height: 9, channels: 1, data });
    for (const name of ['1.png', '2.png', 'deep/3.png']) writeFileSync(join(folder, name), png);
    const options = { out: join(dir, 'tree.png'), maxSeconds: 1e-9 };
    const { description, ...end } = await describeData(folder, options).result();
    expect(description).toMatchObject({ unseen: ['deep'] });
    expect(end).toMatchObject({ stopped: false, picture: null, noPicture: notAll });
  });

  test('a signal ends the looking; what was found until then is the result', async () => {
    const stop = new AbortController();
    const job = describeData(icons, { out: join(dir, 'never.png'), signal: stop.signal });
    for await (const event of job) {
      if (event.type === 'data' && event.progress.type === 'decode') stop.abort();
    }
    const { description, ...end } = await job.result();
    expect(description).toMatchObject({ looked: 1 });
    expect(end).toMatchObject({ stopped: true, picture: null, noPicture: notAll });
  });

  test('a signal before anything is found leaves what is known without looking', async () => {
    const options = { out: join(dir, 'never.png'), signal: AbortSignal.abort(new Error('enough')) };
    const none = { train: 0, test: 0, looked: 0, bad: [], unseen: ['.'] };
    const { events, end } = await ended(describeData(icons, options));
    expect(end).toMatchObject({ description: none, stopped: true, picture: null, noPicture: notAll });
    expect(events).toContainEqual(expect.objectContaining({ type: 'note' }));
    expect(events.at(-1)).toMatchObject({ type: 'described', description: none });
    const named = await ended(describeData('mnist', options));
    expect(named.end).toMatchObject({
      description: { name: 'mnist', train: 60_000, test: 10_000, imageShape: [28, 28, 1], classes: [] },
      stopped: true,
      picture: null,
      noPicture: notAll,
    });
  });

  test.each(['icons', 'digits'])('who leaves once %s is described has the description', async (data) => {
    const job = describeData(data === 'icons' ? icons : data, { out: join(dir, 'never.png') });
    for await (const event of job) if (event.type === 'described') break;
    const { description, ...end } = await job.result();
    expect(description.train).toBeGreaterThan(0);
    expect(end).toMatchObject({ stopped: true, picture: null, noPicture: ['none drawn, as it was stopped'] });
    expect(existsSync(join(dir, 'never.png'))).toBe(false);
  });

  test('a picture that cannot be written is an error; what was understood is told nonetheless', async () => {
    const { events, end } = await ended(describeData('digits', { out: picture }));
    expect(end).toEqual({ thrown: expect.objectContaining({ code: 'RNP_USAGE' }) });
    expect(events.at(-1)).toMatchObject({ type: 'described', description: { name: 'digits' } });
  });

  test('in a folder the picture is called like the data, and leaves alone what has that name', async () => {
    const into = join(dir, 'into');
    const path = join(into, 'describe-icons.png');
    const first = await describeData(icons, { into }).result();
    expect(first).toMatchObject({ picture: path, noPicture: null });
    const bytes = readFileSync(path);
    const other = await describeData(`${icons}?size=8x8`, { into }).result();
    expect(other.picture).toBe(join(into, 'describe-icons-size-8x8.png'));
    expect(readFileSync(path)).toEqual(bytes);
    writeFileSync(path, 'mine');
    const second = await describeData(icons, { into }).result();
    expect(second.picture).toBeNull();
    expect(inWords(second.noPicture!)).toMatch(/describe-icons\.png is there already, with other content/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  test('what is no data, or no place for a file, is refused', async () => {
    await expect(describeData('minst').result()).rejects.toThrow(/Did you mean mnist/);
    for (const out of ['twelve.svg', 'twelve.jpg']) {
      await expect(describeData('digits', { out: join(dir, out) }).result()).rejects.toThrow(/\.png/);
    }
    await expect(describeData('digits', { out: '/proc/twelve.png' }).result()).rejects.toThrow(
      expect.objectContaining({ code: 'RNP_USAGE' }),
    );
  });
});
