import { cp, mkdir, readdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { firstLine, killed, runProgram } from '@rnp-tools/testing/childProcess';
import { randomMoments } from '@rnp-tools/testing/randomMoments';
import { type CheckpointContent, loadCheckpoint, saveCheckpoint } from '../../src/node/index.js';
import { ownSources } from './ownSources.js';
import { temporaryFolder } from './temporaryFolder.js';

function contentOf(step: number): CheckpointContent {
  const weights = new Uint8Array(500).fill(step % 256);
  return { step, weights, adam: weights.map((byte) => 255 - byte), json: { step, nested: [1, { a: null }] } };
}

describe('checkpoints', () => {
  const folder = temporaryFolder();
  const inside = (...names: string[]): string => join(folder.path, 'checkpoints', ...names);
  const entries = async (): Promise<string[]> => (await readdir(inside())).sort();

  async function flip(path: string): Promise<void> {
    const bytes = await readFile(path);
    bytes[100]! ^= 1;
    await writeFile(path, bytes);
  }

  test('the newest comes back; the last two are kept', async () => {
    for (const step of [100, 200, 300]) await saveCheckpoint(folder.path, contentOf(step));
    expect(await loadCheckpoint(folder.path)).toEqual({ ...contentOf(300), dir: inside('step-000300') });
    expect(await entries()).toEqual(['latest', 'step-000200', 'step-000300']);
  });

  test('the same step can be saved again', async () => {
    await saveCheckpoint(folder.path, contentOf(100));
    await saveCheckpoint(folder.path, { ...contentOf(100), json: 'again' });
    expect((await loadCheckpoint(folder.path)).json).toBe('again');
    expect(await entries()).toEqual(['latest', 'step-000100']);
  });

  test.each<[string, (place: string) => Promise<void>, RegExp]>([
    [
      'a flipped bit in the weights',
      (place) => flip(join(place, 'model.safetensors')),
      /model\.safetensors: is damaged/,
    ],
    [
      'a flipped bit in the moments',
      (place) => flip(join(place, 'adam.safetensors')),
      /adam\.safetensors: is damaged/,
    ],
    ['a cut file', (place) => truncate(join(place, 'adam.safetensors'), 10), /10 bytes instead of 500/],
    ['a missing file', (place) => rm(join(place, 'state.json')), /state\.json/],
    ['no manifest', (place) => rm(join(place, 'manifest.json')), /manifest\.json/],
    ['a cut manifest', (place) => truncate(join(place, 'manifest.json'), 10), /no JSON/],
    ['another manifest', (place) => writeFile(join(place, 'manifest.json'), 'null'), /no manifest/],
    [
      'a manifest of nothing',
      (place) =>
        writeFile(
          join(place, 'manifest.json'),
          '{"schema":"rnp-checkpoint","version":1,"step":200,"files":{}}',
        ),
      /says nothing of/,
    ],
  ])('%s: the one before is taken, with a warning', async (_, damage, message) => {
    await saveCheckpoint(folder.path, contentOf(100));
    await saveCheckpoint(folder.path, contentOf(200));
    await damage(inside('step-000200'));
    const { warning, ...loaded } = await loadCheckpoint(folder.path);
    expect(loaded).toEqual({ ...contentOf(100), dir: inside('step-000100') });
    expect(warning).toMatch(message);
    expect(warning).toMatch(/step-000200 cannot be used.*Going on from step 100 instead/);
  });

  test('going on from an older one removes the later ones, not the one it came from', async () => {
    await saveCheckpoint(folder.path, contentOf(100));
    await saveCheckpoint(folder.path, contentOf(200));
    await flip(inside('step-000200', 'model.safetensors'));
    await saveCheckpoint(folder.path, contentOf(150));
    expect(await entries()).toEqual(['latest', 'step-000100', 'step-000150']);
  });

  test('one that was written but not pointed to yet is not the newest', async () => {
    await saveCheckpoint(folder.path, contentOf(100));
    await saveCheckpoint(folder.path, contentOf(200));
    await writeFile(inside('latest'), 'step-000100\n');
    expect((await loadCheckpoint(folder.path)).step).toBe(100);
    await rm(inside('step-000100', 'adam.safetensors'));
    expect((await loadCheckpoint(folder.path)).step).toBe(200);
  });

  test.each(['', 'step-9', '../../../etc', 'step-000999'])(
    'a damaged pointer (%j) is done without',
    async (text) => {
      await saveCheckpoint(folder.path, contentOf(100));
      await saveCheckpoint(folder.path, contentOf(200));
      await writeFile(inside('latest'), text);
      expect((await loadCheckpoint(folder.path)).step).toBe(200);
    },
  );

  test('a crash while a step is saved again, and leftovers of other crashes', async () => {
    await saveCheckpoint(folder.path, contentOf(100));
    const left = (name: string, kind: string): string =>
      inside(`.${name}.${kind}-99999999-0123456789abcdef0123`);
    await rename(inside('step-000100'), left('step-000100', 'old'));
    await utimes(left('step-000100', 'old'), 0, 0);
    await mkdir(left('step-000050', 'tmp'));
    await cp(left('step-000100', 'old'), left('step-000025', 'old'), { recursive: true });
    expect((await loadCheckpoint(folder.path)).step).toBe(100);
    await saveCheckpoint(folder.path, contentOf(100));
    await saveCheckpoint(folder.path, contentOf(200));
    expect(await entries()).toEqual(['latest', 'step-000100', 'step-000200']);
  });

  test('none, and none that is whole', async () => {
    await expect(loadCheckpoint(folder.path)).rejects.toMatchObject({
      code: 'RNP_FILE',
      path: inside(),
      message: expect.stringMatching(/no checkpoint/),
    });
    await saveCheckpoint(folder.path, contentOf(100));
    await flip(inside('step-000100', 'model.safetensors'));
    await expect(loadCheckpoint(folder.path)).rejects.toThrow(/step-000100 cannot be used.*Train anew/);
    await rm(inside(), { recursive: true });
    await writeFile(inside(), '');
    await expect(loadCheckpoint(folder.path)).rejects.toMatchObject({ code: 'RNP_FILE' });
    await expect(saveCheckpoint(folder.path, contentOf(1))).rejects.toMatchObject({ code: 'RNP_FILE' });
  });

  test('killed at any moment, a run goes on from a whole checkpoint', async () => {
    const entry = await ownSources(join(folder.path, 'js'));
    let latest = 0;
    for (const moment of randomMoments(6, 42)) {
      const child = runProgram(
        entry,
        `for (let step = ${latest + 1}; ; step++) {
           const weights = new Uint8Array(1e6).fill(step % 256);
           await rnp.saveCheckpoint(${JSON.stringify(folder.path)}, { step, weights, adam: weights, json: { step } });
           if (step === ${latest + 1}) console.log('saving');
         }`,
      );
      await firstLine(child);
      await sleep(moment);
      await killed(child);
      const { step, warning, json, weights } = await loadCheckpoint(folder.path);
      expect(warning).toBeUndefined();
      expect(step).toBeGreaterThan(latest);
      expect(json).toEqual({ step });
      expect(weights.every((byte) => byte === step % 256)).toBe(true);
      latest = step;
    }
    await saveCheckpoint(folder.path, contentOf(latest + 1));
    const name = (step: number): string => `step-${String(step).padStart(6, '0')}`;
    const left = (await entries()).filter((entry) => !entry.startsWith('.latest.tmp-'));
    expect(left).toEqual(['latest', name(latest), name(latest + 1)]);
  });
});
