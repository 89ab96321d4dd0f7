import { createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeWithRedis, type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { z } from 'zod';
import { openQueue, type QueueOptions, startWorker, taskKind } from '../../src/index.js';
import { squares } from '../bench.js';
import { failureOf } from '../failureOf.js';

const password = 'correct-horse';

/** Both sides get in, and work. */
async function expectWork(options: QueueOptions): Promise<void> {
  const queue = await openQueue(options);
  await queue.submit({ id: 'batch', name: 'Batch', kind: 'test', tasks: squares(3) });
  const square = taskKind({
    schema: z.object({ number: z.number() }),
    handle: async ({ number }) => number ** 2,
  });
  const worker = await startWorker({ ...options, kinds: { square }, drain: true });
  await worker.idle();
  await worker.stop();
  expect((await queue.status('batch')).map(({ result }) => result)).toEqual([0, 1, 4]);
  await queue.remove('batch');
  await queue.close();
}

const idle = taskKind({ schema: z.unknown(), handle: async () => null });

/** Neither side gets in, nor waits for what will not change; the error says why, and shows no secret however it is printed. */
async function expectRefused(options: QueueOptions, message: RegExp): Promise<void> {
  const errors = await Promise.all([
    failureOf(openQueue(options)),
    failureOf(startWorker({ ...options, kinds: { idle } })),
  ]);
  for (const error of errors) {
    expect(error).toMatchObject({ name: 'RnpError', code: 'RNP_QUEUE' });
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/correct-horse|battery-staple/);
  }
}

async function expectSilence(): Promise<void> {
  const mute: Server = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as { port: number };
  await expectRefused({ url: `redis://127.0.0.1:${port}`, env: {} }, /nothing answers there/);
  mute.close();
}

// Its seconds go by while the other tests run.
let silence: Promise<void>;
beforeAll(() => {
  silence = expectSilence();
  silence.catch(() => undefined);
});

describeWithRedis(describe, 'a server with a password', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis({
      password,
      config: [
        'user worker on >battery-staple ~rnp:* +@all',
        'user reader on >battery-staple ~rnp:* +get',
        'maxmemory-policy allkeys-lru',
      ],
    });
  });
  afterAll(() => server.close());
  const troubles: string[] = [];
  const withEnv = (env: Record<string, string>): QueueOptions => ({
    url: server.url,
    env,
    onTrouble: (message) => void troubles.push(message),
  });

  test('lets in who knows it', async () => {
    await expectWork(withEnv({ RNP_QUEUE_PASSWORD: password }));
    await expectWork(withEnv({ RNP_QUEUE_USERNAME: 'worker', RNP_QUEUE_PASSWORD: 'battery-staple' }));
    const whole = server.url.replace('redis://', `redis://worker:battery-staple@`);
    await expectWork({ env: { RNP_QUEUE: whole }, onTrouble: () => undefined });
  });

  test('is told of when it drops keys', () => {
    expect(troubles.join('\n')).toMatch(/maxmemory-policy allkeys-lru.*noeviction/);
  });

  test('does not let in others', async () => {
    await expectRefused(withEnv({}), /wants a password: set RNP_QUEUE_PASSWORD/);
    await expectRefused(
      withEnv({ RNP_QUEUE_PASSWORD: 'battery-staple' }),
      /does not know this user or password/,
    );
    await expectRefused(
      withEnv({ RNP_QUEUE_USERNAME: 'reader', RNP_QUEUE_PASSWORD: 'battery-staple' }),
      /may not do what a queue needs/,
    );
  });

  test('has so many databases', async () => {
    await expectRefused(
      { ...withEnv({ RNP_QUEUE_PASSWORD: password }), url: `${server.url}/99` },
      /no database of that number/,
    );
  });

  test('speaks no TLS', async () => {
    await expectRefused({ ...withEnv({}), url: server.url.replace('redis:', 'rediss:') }, /write redis:\/\//);
  });
});

describeWithRedis(
  describe,
  'a server with TLS',
  () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedis({ tls: true, password });
    });
    afterAll(() => server.close());
    const env = (): Record<string, string> => ({
      RNP_QUEUE_PASSWORD: password,
      RNP_QUEUE_CA: server.caFile!,
    });

    test('is trusted by its authority', async () => {
      await expectWork({ url: server.url, env: env() });
    });

    test('is not trusted without', async () => {
      await expectRefused(
        { url: server.url, env: { RNP_QUEUE_PASSWORD: password } },
        /not trusted: set RNP_QUEUE_CA/,
      );
    });

    test('is not trusted under another name', async () => {
      await expectRefused(
        { url: server.url.replace('localhost', '127.0.0.1'), env: env() },
        /for another host/,
      );
    });

    test('is not spoken to without TLS', async () => {
      await expectRefused(
        { url: server.url.replace('rediss:', 'redis:'), env: env() },
        /speaks TLS write rediss:/,
      );
    });
  },
  { tls: true },
);

describe('where there is no server', () => {
  test('both sides say so', async () => {
    await expectRefused(
      { url: 'redis://127.0.0.1:1', env: { RNP_QUEUE_PASSWORD: password } },
      /no server answers there/,
    );
    await expectRefused({ url: 'redis://no-such-host.invalid', env: {} }, /no host of that name/);
  });

  test('but something that never answers', () => silence);
});
