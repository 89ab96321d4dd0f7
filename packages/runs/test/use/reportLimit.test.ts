import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type ReportOptions, reportModel } from '../../src/use/index.js';

const cwd = temporaryFolder();

/** What is said of the work until measuring begins, where it is stopped. */
async function saidBefore(options: Omit<ReportOptions, 'model'>): Promise<string[]> {
  const said: string[] = [];
  const stop = new AbortController();
  const job = reportModel({
    model: 'mnist',
    data: 'digits',
    out: join(cwd, 'page'),
    signal: stop.signal,
    ...options,
  });
  try {
    for await (const event of job) {
      if (event.type === 'choice') said.push(event.message);
      if (event.type === 'work') stop.abort();
    }
  } catch (error) {
    if (error !== stop.signal.reason) throw error;
  }
  return said;
}

test('a report that looks at very many images for minutes names the option that takes fewer', async () => {
  const advice =
    'looking closely at all 1000 images, which takes minutes; limit: 200 measures the first ones alone';
  expect(await saidBefore({ infer: 5, presence: {} })).toContain(advice);
  expect(await saidBefore({ infer: 5, presence: {}, limit: 100 })).not.toContain(advice);
  expect(await saidBefore({ infer: 5 })).toEqual([]);
});

test('a report that is there is refused before anything is measured, and replaced where that is asked for', async () => {
  const out = join(cwd, 'there');
  await mkdir(out);
  await writeFile(join(out, 'report.html'), 'an earlier report');
  await expect(saidBefore({ out })).rejects.toThrow(
    /report\.html is there already; replace it with overwrite/,
  );
  expect(await saidBefore({ out, overwrite: true })).toEqual([]);
});
