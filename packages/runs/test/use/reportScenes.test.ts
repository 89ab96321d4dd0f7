import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { decodePng } from '@rnp/images';
import { leakedTensors } from '@rnp-tools/testing';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { evaluateScenes, type ReportOptions, reportModel, type UseEvent } from '../../src/use/index.js';

const cwd = temporaryFolder();
const scenes = 'scenes?count=0-2&canvas=50&test=24';
const options = (name: string, more: Partial<ReportOptions> = {}): ReportOptions => ({
  model: 'mnist',
  data: scenes,
  out: join(cwd, name),
  objects: {},
  limit: 22,
  ...more,
});

/** Events until the first of this work, where it is stopped. @returns what was said until then */
async function stoppedAt(work: string, given: ReportOptions): Promise<UseEvent[]> {
  const stop = new AbortController();
  const events: UseEvent[] = [];
  const job = reportModel({ ...given, signal: stop.signal });
  try {
    for await (const event of job) {
      events.push(event);
      if (event.type === 'work' && event.work === work) stop.abort(new Error('enough'));
    }
  } catch (error) {
    if (error !== stop.signal.reason) throw error;
    return events;
  }
  throw new Error('it was not stopped');
}

test('a report with objects has a chapter of scenes: their measures, the first ones, and the worst twenty of all', async () => {
  const { path, figures, scenes: measured } = await reportModel(options('pages')).result();
  const alone = await evaluateScenes({ model: 'mnist', data: scenes, limit: 22 }).result();
  expect(measured).toEqual(alone);
  // All else is of what the scenes are made of.
  expect(figures).toMatchObject({ data: 'digits', split: 'test', images: 22 });
  const html = readFileSync(path, 'utf8');
  const chapter = html.slice(html.indexOf('<h2>Scenes</h2>'));
  expect(chapter).toContain(
    `measured on 22 scenes of several: ${scenes.replaceAll('&', '&amp;')}, split test.`,
  );
  for (const text of [
    '<h3>The first scenes</h3>',
    '<h3>The worst scenes</h3>',
    'Counted right',
    'With 2 objects',
  ])
    expect(chapter).toContain(text);
  expect(html.slice(0, html.indexOf('<h2>'))).toMatch(/<dt>Counted right<\/dt>.*<dt>IoU of objects<\/dt>/s);
  const rowsOf = (name: string): number =>
    readFileSync(join(cwd, 'pages', `${name}.svg`), 'utf8').match(/<title>\d found, \d there</g)!.length;
  expect([rowsOf('scenes'), rowsOf('worst-scenes')]).toEqual([8, 20]);
  const { width, height } = decodePng(readFileSync(join(cwd, 'pages', 'worst-scenes.png')));
  expect([width > 4 * 100, height > 20 * 100]).toEqual([true, true]);
});

test('one that is stopped while scenes are measured writes nothing, and leaves no tensor', async () => {
  await useBackend('wasm');
  const given = options('stopped');
  expect(await leakedTensors(() => stoppedAt('scenes', given).then(() => undefined))).toBe(0);
  expect(existsSync(given.out!) ? readdirSync(given.out!) : []).toEqual([]);
});

test('before all of very many scenes are measured, the option that takes fewer is named', async () => {
  const many = 'scenes?count=0-2&canvas=50&test=600';
  const { limit: _, ...all } = options('many', { data: many });
  const said = async (given: ReportOptions): Promise<string[]> =>
    (await stoppedAt('measuring', given)).flatMap((event) =>
      event.type === 'choice' ? [event.message] : [],
    );
  const advice =
    'finding the objects of all 600 scenes, which takes minutes; limit: 200 measures the first ones alone';
  expect(await said(all)).toEqual([advice]);
  expect(await said({ ...all, limit: 20 })).toEqual([]);
  expect(await said({ ...all, data: scenes })).toEqual([]);
});

test.each([
  ['digits', {}, /objects are counted in scenes, of which the truth is known, and digits does not tell/],
  ['scenes', { objects: undefined }, /take.* 28×28×1; if it is a model of their objects, measure .* objects/],
])('of %s, %j, nothing is measured, and what to do is said', async (data, more, message) => {
  await expect(reportModel(options('refused', { data, ...more } as object)).result()).rejects.toThrow(
    message,
  );
});

test('presence, which scenes do not know, and unknown ways to look for objects are refused at once', () => {
  expect(() => reportModel(options('refused', { presence: {} }))).toThrow(
    /presence does not go with objects/,
  );
  expect(() => reportModel(options('refused', { objects: { most: 3 } as object }))).toThrow(
    /^options\.objects/,
  );
});
