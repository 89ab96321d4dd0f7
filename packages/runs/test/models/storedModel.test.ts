import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { isRnpError } from '@rnp/errors';
import { type FolderLock, lockFolder } from '@rnp/files/node';
import { saveCheckpoint } from '@rnp/vae/node';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { openModel, readStoredModel } from '../../src/models/index.js';
import { trainRun } from '../../src/run/index.js';
import { tinyModel } from '../use/tinyModel.js';

const ended = 'is a run that ended before it had saved a model';

describe('what holds no model yet says so, and what to do', () => {
  const dir = temporaryFolder();
  const locks: FolderLock[] = [];
  const run = (name: string): string => {
    mkdirSync(join(dir, name), { recursive: true });
    writeFileSync(join(dir, name, 'run.json'), '{}');
    return join(dir, name);
  };
  const training = async (name: string): Promise<string> => {
    locks.push(await lockFolder(join(dir, name)));
    return join(dir, name);
  };
  const refusal = async (path: string): Promise<readonly string[]> => {
    const error: unknown = await readStoredModel(path).catch((thrown: unknown) => thrown);
    if (!isRnpError(error)) throw error;
    return [error.code, error.path ?? '', error.complaint];
  };
  afterAll(async () => {
    for (const lock of locks) await lock.release();
  });

  test('a run that is still training', async () => {
    const path = await training('begun');
    const problem =
      'is a run that is still training, and has no model yet. Wait for its end, or stop it, which saves one';
    expect(await refusal(path)).toEqual(['RNP_BUSY', path, problem]);
    await expect(openModel(run('begun'), ['wasm'])).rejects.toMatchObject({ code: 'RNP_BUSY' });
    await tinyModel(path, 'best');
    const best = `. What was best on held-out images so far is in ${join(path, 'best')}`;
    expect(await refusal(path)).toEqual(['RNP_BUSY', path, problem + best]);
    await tinyModel(path);
    expect((await readStoredModel(path)).dir).toBe(join(path, 'model'));
  });

  test('a run that was killed before it had saved a model, with a checkpoint and without', async () => {
    const path = run('killed');
    expect(await refusal(path)).toEqual(['RNP_FILE', path, `${ended} or a checkpoint; train it again`]);
    const bytes = new Uint8Array(1);
    await saveCheckpoint(path, { step: 3, weights: bytes, adam: bytes, json: {} });
    const advice = `training goes on from its checkpoint with resume: true, out: "${path}"`;
    expect(await refusal(path)).toEqual(['RNP_FILE', path, `${ended}; ${advice}`]);
    const donor = { model: path, kept: 'hypernetworks' } as const;
    const adapted = trainRun({}, { out: join(dir, 'adapted'), adapt: donor });
    await expect(adapted.result()).rejects.toMatchObject({ code: 'RNP_FILE', path });
  });

  test('a sweep, and what is none of ours', async () => {
    const sweep = await training('sweep');
    writeFileSync(join(sweep, 'sweep.json'), '{}');
    const problem = `is the folder of a sweep; give that of one of its runs, in ${join(sweep, 'runs')}`;
    expect(await refusal(sweep)).toEqual(['RNP_FILE', sweep, problem]);
    mkdirSync(join(dir, 'other'));
    expect((await refusal(join(dir, 'other')))[2]).toMatch(/^there is no config\.json in this folder/);
  });
});
