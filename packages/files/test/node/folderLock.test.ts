import { existsSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { firstLine, killed, runProgram } from '@rnp-tools/testing/childProcess';
import { isFolderLocked, lockFolder } from '../../src/node/index.js';
import { ownSources } from './ownSources.js';
import { temporaryFolder } from './temporaryFolder.js';

describe('lockFolder', () => {
  const folder = temporaryFolder();
  const run = (): string => join(folder.path, 'run');
  const lockPath = (): string => join(run(), 'run.lock');
  const holder = { pid: process.pid, host: hostname(), since: '2026-01-01T00:00:00.000Z', token: 'other' };

  async function leaveLock(content: object | string): Promise<void> {
    await (await lockFolder(run())).release();
    await writeFile(lockPath(), typeof content === 'string' ? content : JSON.stringify(content));
  }

  test('one at a time; after release the next', async () => {
    const lock = await lockFolder(run());
    await expect(lockFolder(run())).rejects.toMatchObject({
      code: 'RNP_BUSY',
      path: run(),
      message: expect.stringContaining(`another run (pid ${process.pid} on ${hostname()}`),
    });
    await lock.release();
    const next = await lockFolder(run());
    // Releasing twice must not take the lock from who has it now.
    await lock.release();
    await expect(lockFolder(run())).rejects.toMatchObject({ code: 'RNP_BUSY' });
    await next.release();
    expect(await readdir(run())).toEqual([]);
  });

  test('whether a folder is locked can be asked without taking it', async () => {
    expect(await isFolderLocked(run())).toBe(false);
    const lock = await lockFolder(run());
    expect(await isFolderLocked(run())).toBe(true);
    await lock.release();
    expect(await isFolderLocked(run())).toBe(false);
    await leaveLock({ ...holder, pid: 99_999_999 });
    expect(await isFolderLocked(run())).toBe(false);
    expect(await readdir(run())).toEqual(['run.lock']);
  });

  test('of many at once, one gets it', async () => {
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(run())));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('of many at once, one takes a stale lock over', async () => {
    await leaveLock({ ...holder, pid: 99_999_999 });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(run())));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(run())).toEqual(['run.lock']);
  });

  test('another living process is named; once it is killed, its lock is taken over', async () => {
    const entry = await ownSources(join(folder.path, 'js'));
    const child = runProgram(
      entry,
      `await rnp.lockFolder(${JSON.stringify(run())}); console.log('locked'); setInterval(() => {}, 1000);`,
    );
    await firstLine(child);
    await expect(lockFolder(run())).rejects.toThrow(`pid ${child.pid}`);
    await killed(child);
    expect(existsSync(lockPath())).toBe(true);
    const lock = await lockFolder(run());
    expect(JSON.parse(await readFile(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  // Only Linux tells when a process started.
  (existsSync('/proc/self/stat') ? test : test.skip)(
    'a later process of the same number is not the holder',
    async () => {
      await leaveLock({ ...holder, processStart: '1' });
      await (await lockFolder(run())).release();
    },
  );

  test('a lock of another machine is never taken over, but said how to remove', async () => {
    await leaveLock({ ...holder, pid: 99_999_999, host: `not-${hostname()}` });
    await expect(lockFolder(run())).rejects.toThrow(
      /another machine; if you are sure that it is gone, delete .*run\.lock/,
    );
  });

  test.each(['', '{"pid":', 'null', '{"pid":-1,"host":"x","since":"","token":""}'])(
    'a lock that says nothing (%j) is being written, unless it is old',
    async (content) => {
      await leaveLock(content);
      await expect(lockFolder(run())).rejects.toMatchObject({ code: 'RNP_BUSY' });
      await utimes(lockPath(), 0, 0);
      await (await lockFolder(run())).release();
    },
  );

  test('an empty lock with a date in the future is none that is being written', async () => {
    await leaveLock('');
    const future = new Date(Date.now() + 3_600_000);
    await utimes(lockPath(), future, future);
    await (await lockFolder(run())).release();
  });

  test('a file where the folder should be', async () => {
    await writeFile(run(), '');
    await expect(lockFolder(run())).rejects.toMatchObject({ code: 'RNP_FILE' });
  });
});
