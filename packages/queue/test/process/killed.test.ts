import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { endsWithTest } from '@rnp-tools/testing/endsWithTest';
import { amount } from '@rnp-tools/testing/long';
import { randomMoments } from '@rnp-tools/testing/randomMoments';
import { QueueEvents } from 'bullmq';
import type { Task } from '../../src/index.js';
import { lockMs, useBench } from '../bench.js';
import { putBack } from '../putBack.js';
import { until } from '../until.js';

const program = fileURLToPath(new URL('worker.js', import.meta.url));

const tasks: Task[] = Array.from({ length: 24 }, (_, number) => ({
  key: `steps-${number}`,
  kind: 'steps',
  name: `Steps of ${number}`,
  payload: { number, steps: 10, stepMs: 40 },
}));

describeWithRedis(describe, 'with workers that are killed', () => {
  const bench = useBench();
  let folder: string;
  let completed: string[];
  let events: QueueEvents;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rnp-killed-'));
    completed = [];
    const { port } = bench.server;
    events = new QueueEvents('tasks', {
      connection: { host: '127.0.0.1', port, maxRetriesPerRequest: null },
      prefix: bench.prefix,
      lastEventId: '0',
    });
    events.on('completed', ({ jobId }) => void completed.push(jobId));
    events.on('error', () => undefined);
  });
  afterEach(async () => {
    await events.close();
    await rm(folder, { recursive: true });
  });

  const startProcess = async ({
    concurrency = 2,
    maxDeaths = 50,
    lock = lockMs,
  } = {}): Promise<ChildProcess> => {
    const args = [
      program,
      bench.server.url,
      bench.prefix,
      folder,
      `${concurrency}`,
      `${maxDeaths}`,
      `${lock}`,
    ];
    const child = endsWithTest(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
    await new Promise((resolve, reject) => {
      child.stdout!.once('data', resolve);
      child.once('exit', () => reject(new Error('the worker ended at its start')));
    });
    return child;
  };
  const told = (): Promise<string> => readFile(join(folder, 'told.log'), 'utf8').catch(() => '');
  // One that is still there would lose a short lock on a busy machine; what a lock that ran out does is done by `putBack`.
  const longLock = 3_600_000;
  const lostOne = 'this worker was not heard of for too long, and its task went to another one';
  const left = async (): Promise<number> =>
    (await bench.queue.status('all')).filter(({ state }) => state !== 'done').length;
  const expectAllDoneOnce = async (): Promise<void> => {
    const status = await bench.queue.status('all');
    expect(status.map(({ state }) => state)).toEqual(tasks.map(() => 'done'));
    expect(status.map(({ result }) => result)).toEqual(tasks.map((_, number) => number * 55));
    await until('all completions were heard of', () => completed.length >= tasks.length);
    expect([...completed].sort()).toEqual(tasks.map(({ key }) => `t-${key}`).sort());
  };

  const kills = amount(3, 20);

  test(`every task is done, and counts once, whichever of ${kills} moments its workers are killed at`, async () => {
    // One task ends after the last kill, so that there is work to be killed at however slow the machine.
    const [last, ...others] = tasks;
    const held: Task = { ...last!, payload: { ...(last!.payload as object), held: true } };
    await bench.queue.submit({ id: 'all', name: 'All', kind: 'steps', tasks: [held, ...others] });
    const workers = [await startProcess(), await startProcess()];
    for (const [kill, moment] of randomMoments(kills, 300).entries()) {
      await sleep(moment);
      const which = kill % 2;
      workers[which]!.kill('SIGKILL');
      workers[which] = await startProcess();
    }
    expect(await left()).toBeGreaterThan(0);
    await writeFile(join(folder, 'go'), '');
    // To end, tasks must go on from checkpoints.
    await until('all are done', async () => (await left()) === 0);
    const starts = (await readFile(join(folder, 'starts.log'), 'utf8')).trim().split('\n');
    expect(starts.length).toBeGreaterThan(tasks.length);
    await expectAllDoneOnce();
  });

  test('also when the server is killed in the middle', async () => {
    await bench.queue.submit({ id: 'all', name: 'All', kind: 'steps', tasks });
    await startProcess();
    const victim = await startProcess();
    await until('some are done', async () => (await left()) < 20);
    await bench.server.kill();
    victim.kill('SIGKILL');
    await until('somebody notices', () =>
      bench.troubles.some((told) => told.includes('lost the connection')),
    );
    await bench.server.start();
    await until('all are done', async () => (await left()) === 0);
    await expectAllDoneOnce();
    expect(bench.troubles.join('\n')).toMatch(/lost the connection .*\n.* is back/);
  });

  test('one that was only cut off hears of it, and its result does not count', async () => {
    const [task] = tasks;
    const payload = { number: 7, steps: 8, stepMs: 250 };
    await bench.queue.submit({ id: 'all', name: 'All', kind: 'steps', tasks: [{ ...task!, payload }] });
    const frozen = await startProcess({ concurrency: 1, lock: longLock });
    await until('it is at work', async () => (await bench.queue.status('all'))[0]!.progress !== null);
    frozen.kill('SIGSTOP');
    await putBack(bench, task!.key);
    await startProcess({ lock: longLock });
    await until('the other one takes it', async () => (await bench.queue.status('all'))[0]!.attempts === 2);
    frozen.kill('SIGCONT');
    await until('the first hears of it', async () => {
      const ends = await readFile(join(folder, 'ends.log'), 'utf8').catch(() => '');
      return ends === 'LockLost\n';
    });
    await until('whoever watches it is told', async () => (await told()) !== '');
    await until('it is done', async () => (await left()) === 0);
    expect(await told()).toBe(`${task!.name}: ${lostOne}\n`);
    const [status] = await bench.queue.status('all');
    expect(status).toMatchObject({ result: 7 * 36, attempts: 2 });
    await until('its completion was heard of', () => completed.length > 0);
    expect(completed).toEqual(['t-steps-0']);
  });

  test('one that goes on after another finished its task changes nothing of it', async () => {
    const task: Task = { key: 'ticks', kind: 'ticks', name: 'Ticks', payload: null };
    await bench.queue.submit({ id: 'all', name: 'All', kind: 'ticks', tasks: [task] });
    const frozen = await startProcess({ concurrency: 1, lock: longLock });
    await until('it is at work', async () => (await bench.queue.status('all'))[0]!.progress !== null);
    frozen.kill('SIGSTOP');
    await putBack(bench, task.key);
    await startProcess({ lock: longLock });
    await until('the other one did it', async () => (await left()) === 0);
    const [done] = await bench.queue.status('all');
    expect(done).toMatchObject({ progress: { from: 'second' }, result: 'second', attempts: 2 });
    await writeFile(join(folder, 'go'), '');
    frozen.kill('SIGCONT');
    await until('it has told all it had to tell', async () => {
      expect((await bench.queue.status('all'))[0]).toEqual(done);
      return (await readFile(join(folder, 'ends.log'), 'utf8').catch(() => '')) === 'ticked\n';
    });
    await until('whoever watches it is told', async () => (await told()) !== '');
    expect((await bench.queue.status('all'))[0]).toEqual(done);
    expect(await told()).toBe(`Ticks: ${lostOne}\n`);
  });

  test('a task that kills its workers again and again is given up, though not as long as it gets on', async () => {
    // It may kill two in a row. The first gets somewhere, the second gets further, the third does not.
    const payload = { reached: [1, 2, 2] };
    const task: Task = { key: 'fatal', kind: 'fatal', name: 'Fatal', payload };
    await bench.queue.submit({ id: 'all', name: 'All', kind: 'fatal', tasks: [task] });
    const ended = async (): Promise<boolean> => (await bench.queue.status('all'))[0]!.state === 'failed';
    let died = 0;
    let worker: ChildProcess | undefined;
    while (!(await ended())) {
      const started = await startProcess({ maxDeaths: 2, lock: longLock });
      worker = started;
      await until(
        'it dies, or gives the task up',
        async () => started.signalCode !== null || (await ended()),
      );
      if (started.signalCode === null) continue;
      died += 1;
      await putBack(bench, task.key);
    }
    expect(died).toBe(3);
    const [status] = await bench.queue.status('all');
    expect(status!.reason).toContain('2 workers in a row died on this task');
    // Whoever submits it again knows better: it has its deaths forgiven.
    await bench.queue.submit({ id: 'all', name: 'All', kind: 'fatal', tasks: [task] });
    await until('the one that gave it up tries it again', () => worker!.signalCode !== null);
  });
});
