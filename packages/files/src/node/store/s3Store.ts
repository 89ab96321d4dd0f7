import { randomUUID } from 'node:crypto';
import { RnpError } from '@rnp/errors';
import { check } from '../../checks.js';
import { codeOf } from '../fileError.js';
import type { ObjectStore, StoredObject } from './objectStore.js';
import { s3Settings } from './s3Address.js';
import { type S3Send, s3Requests, tagOf } from './s3Requests.js';
import { checkKey, checkPrefix } from './storeKey.js';

/** What S3 takes in one request; what is kept here is far smaller. */
const maxObjectBytes = 5 * 2 ** 30;

/** The header of a writer's own name. */
const writerHeader = 'x-amz-meta-rnp-writer';

/**
 * A bucket of S3, or of a server that speaks as it does, as an object store. Everything is asked for in whole objects: no parts, no ranges.
 * That the server keeps `If-None-Match` is seen at the first `putIfAbsent`; one that does not is refused. Lists are put in order here.
 *
 * @param address `s3://bucket/prefix`
 * @param env see `s3Settings`
 * @throws RnpError RNP_STORE when a setting is missing, or the package aws4fetch
 */
export async function s3Store(
  address: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ObjectStore> {
  // Before anything else is asked for: who has no such package may rather take a folder than look for keys.
  const { AwsClient } = await import('aws4fetch').catch((cause: unknown) => {
    if (codeOf(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    const problem = 'a store on S3 needs the package aws4fetch: npm install aws4fetch';
    throw new RnpError('RNP_STORE', problem, { path: address, cause });
  });
  const settings = s3Settings(address, env);
  const { accessKeyId, secretAccessKey, sessionToken, region, prefix } = settings;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    region,
    service: 's3',
    // They are made here, where it is known what may be asked again.
    retries: 0,
  });
  const send = s3Requests(client, settings);
  const pathOf = (key: string): string => {
    checkKey(key);
    return prefix + key;
  };
  let conditional: Promise<void> | undefined;
  return {
    address,
    async put(key, bytes) {
      const path = pathOf(key);
      checkSize(path, bytes);
      await send({ method: 'PUT', path, body: bytes });
    },
    async putIfAbsent(key, bytes) {
      const path = pathOf(key);
      checkSize(path, bytes);
      conditional ??= requireConditionalWrites(send, prefix);
      await conditional.catch((error: unknown) => {
        // A server that was away may be back at the next call.
        conditional = undefined;
        throw error;
      });
      return writeIfAbsent(send, path, bytes);
    },
    async get(key) {
      const { status, code, body } = await send({ method: 'GET', path: pathOf(key), expected: [404] });
      if (status !== 404) return body;
      if (code === 'NoSuchKey' || code === '') return null;
      throw missing(address, code);
    },
    list(begin) {
      checkPrefix(begin);
      return listed(send, prefix, begin);
    },
    async delete(key) {
      const { status, code } = await send({ method: 'DELETE', path: pathOf(key), expected: [404] });
      if (status === 404 && code !== 'NoSuchKey' && code !== '') throw missing(address, code);
    },
  };
}

function missing(address: string, code: string): RnpError {
  const problem = `${code}: make the bucket first, or correct its name`;
  return new RnpError('RNP_STORE', problem, { path: address });
}

function checkSize(path: string, bytes: Uint8Array): void {
  check.bytes('bytes', bytes);
  const { length } = bytes;
  if (length <= maxObjectBytes) return;
  const problem = `has ${length} bytes; a store on S3 takes no more than ${maxObjectBytes} at once`;
  throw new RnpError('RNP_STORE', problem, { path });
}

/** A write that the server carries out only where there is no such object. @returns whether this one was it */
async function writeIfAbsent(send: S3Send, path: string, bytes: Uint8Array): Promise<boolean> {
  const writer = randomUUID();
  const headers = { 'If-None-Match': '*', [writerHeader]: writer };
  const { status, attempts } = await send({ method: 'PUT', path, headers, body: bytes, expected: [412] });
  if (status !== 412) return true;
  if (attempts === 1) return false;
  // An earlier attempt, whose answer was lost, may have been the one.
  const { headers: held } = await send({ method: 'HEAD', path, expected: [404] });
  return held.get(writerHeader) === writer;
}

/** Writes an object of its own twice: a server that takes both would tell many writers of one key that they were the first. */
async function requireConditionalWrites(send: S3Send, prefix: string): Promise<void> {
  const path = `${prefix}rnp-probe-${randomUUID()}`;
  const headers = { 'If-None-Match': '*' };
  const put = (): ReturnType<S3Send> =>
    send({ method: 'PUT', path, headers, body: new Uint8Array(1), expected: [412, 501] });
  try {
    const answers = [(await put()).status, (await put()).status];
    if (answers[0] !== 501 && answers[1] === 412) return;
  } finally {
    await send({ method: 'DELETE', path, expected: [404] }).catch(() => undefined);
  }
  throw new RnpError(
    'RNP_STORE',
    'this server does not keep If-None-Match when objects are written, so two workers could both have a run. Use another server, or a folder that all machines share',
  );
}

/** All objects, page by page, then in the order of their keys, whatever order the server has. */
async function* listed(send: S3Send, prefix: string, begin: string): AsyncGenerator<StoredObject> {
  const found: StoredObject[] = [];
  const asked = new Set<string>();
  const unlisted = (problem: string): RnpError =>
    new RnpError(
      'RNP_STORE',
      `cannot be listed: ${problem}. Look at what answers for the S3 server, or use a folder that all machines share`,
      {
        path: prefix + begin,
      },
    );
  let token = '';
  for (;;) {
    const query = {
      'list-type': '2',
      prefix: prefix + begin,
      ...(token === '' ? {} : { 'continuation-token': token }),
    };
    const xml = new TextDecoder().decode((await send({ method: 'GET', path: '', query })).body);
    // What stands between us and the server may answer for it, and with success.
    if (!/<ListBucketResult[\s>]/.test(xml) || !/<\/ListBucketResult>\s*$/.test(xml))
      throw unlisted('the answer is no list');
    for (const [, entry] of xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
      const [path, size] = [tagOf(entry!, 'Key'), tagOf(entry!, 'Size')];
      // Others may keep in the bucket what is no object of a store.
      if (!path.startsWith(prefix) || !isKey(path.slice(prefix.length))) continue;
      if (!/^\d+$/.test(size)) throw unlisted(`the list tells no size of ${path}`);
      found.push({ key: path.slice(prefix.length), bytes: Number(size) });
    }
    if (tagOf(xml, 'IsTruncated') !== 'true') break;
    token = unescaped(tagOf(xml, 'NextContinuationToken'));
    if (token === '' || asked.has(token)) throw unlisted('there is more, but not where it goes on');
    asked.add(token);
  }
  yield* found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function isKey(key: string): boolean {
  try {
    checkKey(key);
    return true;
  } catch {
    return false;
  }
}

/** The five characters that XML cannot hold as they are. */
function unescaped(text: string): string {
  const of: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => of[name]!);
}
