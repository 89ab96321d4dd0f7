import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { credentials, motoAvailable, type S3Server, startMoto, startS3 } from '@rnp-tools/s3-testing';
import { inLong } from '@rnp-tools/testing/long';
import type { ObjectStore } from '../../../src/node/index.js';
import { s3Store } from '../../../src/node/store/s3Store.js';
import { keysIn, objectStoreLaws, text } from './objectStoreLaws.js';

let server: S3Server;
beforeAll(async () => {
  server = await startS3();
});
afterAll(() => server.stop());

let stores = 0;
const open = (endpoint = server.address, prefix = `run-${++stores}`): Promise<ObjectStore> =>
  s3Store(`s3://objects/${prefix}`, { ...credentials, AWS_ENDPOINT_URL_S3: endpoint });

describe('a bucket of a server that keeps If-None-Match', () => {
  objectStoreLaws(() => open());

  test('is divided by prefixes: one store sees nothing of another', async () => {
    const [one, other] = await Promise.all([
      open(server.address, 'p/one'),
      open(server.address, 'p/one-more'),
    ]);
    await one.put('a', text('one'));
    await other.put('b', text('other'));
    expect(await keysIn(one, '')).toEqual(['a']);
    expect(await keysIn(other, '')).toEqual(['b']);
    expect(await keysIn(await open(server.address, 'p'), '')).toEqual(['one-more/b', 'one/a']);
  });
});

// Another program that speaks as S3 does, and pages its lists.
if (!motoAvailable()) console.log('skipped: python3 has no moto.server');
(motoAvailable() ? describe : describe.skip)('a bucket of moto', () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  let prefixes = 0;
  const openMoto = (): Promise<ObjectStore> =>
    s3Store(`s3://objects/run-${++prefixes}`, { ...credentials, AWS_ENDPOINT_URL_S3: moto.address });
  beforeAll(async () => {
    moto = await startMoto('objects', { listed: 50 });
  });
  afterAll(() => moto?.stop());

  inLong(describe)('keeps the laws', () => objectStoreLaws(openMoto));

  test('holds more objects than one list tells', async () => {
    const store = await openMoto();
    const keys = Array.from({ length: 120 }, (_, i) => `k/${String(i).padStart(4, '0')}`);
    for (let i = 0; i < keys.length; i += 50) {
      await Promise.all(keys.slice(i, i + 50).map((key) => store.put(key, text(key))));
    }
    const list = await fetch(`${moto.address}/objects?list-type=2&prefix=run-${prefixes}/k/`);
    expect(await list.text()).toContain('<IsTruncated>true');
    expect(await keysIn(store, 'k/')).toEqual(keys);
  });
});

test('lists are read page by page and put in order; what is no object of a store is passed over', async () => {
  const page = (keys: readonly string[], next: string): string =>
    `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${keys
      .map((key) => `<Contents><Key>${key}</Key><Size>${key.length}</Size></Contents>`)
      .join('')}<NextContinuationToken>${next}</NextContinuationToken></ListBucketResult>`;
  const asked: (string | null)[] = [];
  const canned = createServer((request, response) => {
    const token = new URL(request.url!, 'http://x').searchParams.get('continuation-token');
    asked.push(token);
    response.end(token === null ? page(['p/b', 'p/a/', 'p/a b'], 'a&amp;b+c=') : page(['p/a', 'p/&lt;'], ''));
  });
  await new Promise<void>((resolve) => canned.listen(0, '127.0.0.1', resolve));
  const { port } = canned.address() as AddressInfo;
  const store = await open(`http://127.0.0.1:${port}`, 'p');
  expect(await keysIn(store, '')).toEqual(['a', 'b']);
  expect(asked).toEqual([null, 'a&b+c=']);
  canned.closeAllConnections();
  canned.close();
});

const more = (token: string): string =>
  `<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>p/a</Key><Size>1</Size></Contents><NextContinuationToken>${token}</NextContinuationToken></ListBucketResult>`;

test.each([
  ['goes on again and again', more('same'), /not where it goes on/],
  ['goes on nowhere', more(''), /not where it goes on/],
  ['is a page of something else', '<html>sign in</html>', /no list/],
  ['is empty', '', /no list/],
  ['is cut off', more('').slice(0, 80), /no list/],
  ['is an error', '<Error><Code>X</Code></Error>', /no list/],
  [
    'has no size',
    '<ListBucketResult><Contents><Key>p/a</Key></Contents></ListBucketResult>',
    /no size of p\/a/,
  ],
])(
  'a list that %s is refused: neither taken as whole nor asked for without end',
  async (_, body, problem) => {
    const canned = createServer((_request, response) => response.end(body));
    await new Promise<void>((resolve) => canned.listen(0, '127.0.0.1', resolve));
    const store = await open(`http://127.0.0.1:${(canned.address() as AddressInfo).port}`, 'p');
    await expect(keysIn(store, '')).rejects.toMatchObject({
      code: 'RNP_STORE',
      message: expect.stringMatching(problem),
    });
    canned.closeAllConnections();
    canned.close();
  },
);

describe('when the server fails for a while', () => {
  test.each([[503], ['none'], ['lost']] as const)('(%s) it is asked again', async (fault) => {
    const store = await open();
    server.faults.push(fault, fault);
    await store.put('a', text('whole'));
    server.faults.push(fault);
    expect(new TextDecoder().decode((await store.get('a'))!)).toBe('whole');
  });

  test('a first write whose answer was lost is still told to be the first', async () => {
    const store = await open();
    await store.putIfAbsent('probe', text('x'));
    server.faults.push('lost');
    expect(await store.putIfAbsent('a', text('mine'))).toBe(true);
    server.faults.push(503);
    expect(await store.putIfAbsent('a', text('other'))).toBe(false);
  });

  test('for good, it says which server and what to do', async () => {
    const store = await open('http://127.0.0.1:9');
    await expect(store.get('a')).rejects.toMatchObject({
      code: 'RNP_STORE',
      message: expect.stringMatching(/127\.0\.0\.1:9 does not answer.*AWS_ENDPOINT_URL_S3/),
    });
  });
});

describe('is refused, with what to do:', () => {
  test('a server that does not keep If-None-Match', async () => {
    const store = await open(server.plain);
    await store.put('a', text('x'));
    await expect(store.putIfAbsent('b', text('x'))).rejects.toThrow(/does not keep If-None-Match/);
    // Nothing of the attempt stays.
    expect(await keysIn(store, '')).toEqual(['a']);
  });

  test('a server that says so itself', async () => {
    const store = await open();
    server.faults.push(501, 501);
    await expect(store.putIfAbsent('b', text('x'))).rejects.toThrow(/does not keep If-None-Match/);
    expect(await store.putIfAbsent('b', text('x'))).toBe(true);
  });

  test('a bucket that is not there', async () => {
    const store = await s3Store('s3://nowhere', { ...credentials, AWS_ENDPOINT_URL_S3: server.plain });
    const attempts = [() => store.put('a', text('x')), () => store.get('a'), () => keysIn(store, '')];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'RNP_STORE',
        message: expect.stringMatching(/NoSuchBucket.*[Mm]ake the bucket/s),
      });
    }
  });

  test('a wrong secret, which the message does not tell', async () => {
    const env = { ...credentials, AWS_SECRET_ACCESS_KEY: 'hush-hush', AWS_ENDPOINT_URL_S3: server.plain };
    const store = await s3Store('s3://objects', env);
    const error = await store.put('a', text('x')).catch((reason: Error) => reason);
    expect((error as Error).message).toMatch(/SignatureDoesNotMatch.*AWS_SECRET_ACCESS_KEY/s);
    expect((error as Error).message).not.toContain('hush-hush');
  });
});
