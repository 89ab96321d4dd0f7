import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError } from '@rnp/errors';
import { Redis, type RedisOptions } from 'ioredis';
import { check } from '../checks.js';
import { type Address, type Environment, readAddress } from './address.js';
import { connectFailure } from './connectFailure.js';
import type { ServerTrouble } from './serverTrouble.js';
import { type TroubleTeller, troubleTeller } from './troubleTeller.js';

/** Where the queue is. */
export interface QueueOptions {
  /** `redis://host:port/db`, or `rediss://…` with TLS. Without one, `RNP_QUEUE` is taken. */
  readonly url?: string;
  /** Where secrets are looked for. Default: `process.env`. */
  readonly env?: Environment;
  /** What the names of all keys on the server begin with: queues of different prefixes do not meet. Default: `rnp`. */
  readonly prefix?: string;
  /** Hears of troubles with the server, what to do about them, and when they are over. Default: standard error. */
  readonly onTrouble?: (message: string) => void;
}

/** A connection that outlives restarts of its server. */
export interface Connection {
  readonly redis: Redis;
  readonly prefix: string;
  readonly label: string;
  readonly troubles: TroubleTeller;
  /**
   * Does something that may be done twice, again and again while the server is in trouble.
   *
   * @throws RnpError `RNP_QUEUE` when the trouble lasts for longer than `patienceMs`
   */
  patiently<T>(action: () => Promise<T>, patienceMs?: number): Promise<T>;
  close(): void;
}

export const queueOptionNames: readonly (keyof QueueOptions)[] = Object.freeze([
  'url',
  'env',
  'prefix',
  'onTrouble',
]);

function requireQueueOptions({ url, env, prefix, onTrouble }: QueueOptions): void {
  if (url !== undefined) check.text('options.url', url);
  if (env !== undefined) check.object('options.env', env);
  if (prefix !== undefined) check.text('options.prefix', prefix);
  if (onTrouble !== undefined) check.callable('options.onTrouble', onTrouble);
}

/** How long a server may take to let us in. */
const connectMs = 5000;

/**
 * Connects, and sees that the server lets us in and is set up for a queue.
 *
 * @throws RnpError `RNP_CONFIG`, or `RNP_QUEUE` within seconds when no server answers, or refuses us
 */
export async function connect(options: QueueOptions): Promise<Connection> {
  requireQueueOptions(options);
  const address = readAddress(options.url, options.env ?? process.env);
  const prefix = options.prefix ?? 'rnp';
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(prefix)) {
    throw new RnpError('RNP_CONFIG', "the prefix of a queue's keys is 1 to 64 of A-Z a-z 0-9 _ -");
  }
  const troubles = troubleTeller(address.label, options.onTrouble ?? ((message) => console.error(message)));
  await probe(address, troubles);

  const redis = new Redis({
    ...redisOptions(address),
    // Commands wait for the server to come back; whoever asks puts an end to the waiting. BullMQ wants it so.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2000),
  });
  const closing = new AbortController();
  const lost = (): void => {
    if (!closing.signal.aborted) troubles.met(new Error('Connection is closed'));
  };
  redis.on('close', lost);
  redis.on('error', (error) => troubles.met(error));
  redis.on('ready', () => troubles.over('connection'));
  return {
    redis,
    prefix,
    label: address.label,
    troubles,
    patiently: (action, patienceMs = 60_000) =>
      patiently(action, { patienceMs, label: address.label, troubles, closed: closing.signal }),
    close() {
      closing.abort(wasClosed());
      redis.disconnect();
    },
  };
}

function redisOptions({ host, port, db, username, password, tls }: Address): RedisOptions {
  return {
    host,
    port,
    db,
    connectTimeout: connectMs,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
  };
}

/** Tries once, so that a wrong address or password is an error at once and not a trouble that may pass. */
async function probe(address: Address, troubles: TroubleTeller): Promise<void> {
  const client = new Redis({
    ...redisOptions(address),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What went wrong is told by this event; connect() itself often says no more than that the connection is closed.
  let first: Error | undefined;
  client.on('error', (error) => {
    first ??= error;
  });
  const deadline = AbortSignal.timeout(connectMs + 1000);
  const late = new Promise<never>((_, reject) => {
    deadline.onabort = () => reject(new Error('ETIMEDOUT'));
  });
  try {
    await Promise.race([client.connect().then(() => enter(client, address.db)), late]);
    await Promise.race([warnOfEviction(client, address.label, troubles), late]);
  } catch (error) {
    throw connectFailure(address, first ?? error);
  } finally {
    late.catch(() => undefined);
    deadline.onabort = null;
    client.disconnect();
  }
}

/**
 * The driver itself goes on where it is not let in, or where there is no such database. A server that takes no writes, say because its
 * disk is full, refuses a ping too, though it lets us in: whoever writes will wait for it.
 */
async function enter(client: Redis, db: number): Promise<void> {
  await client.ping().catch((error) => {
    if (!/\bMISCONF\b/.test((error as Error).message)) throw error;
  });
  await client.select(db);
}

/** A server that drops keys when its memory is full drops tasks. Not every server tells. */
async function warnOfEviction(client: Redis, label: string, troubles: TroubleTeller): Promise<void> {
  const info = await client.info('memory').catch(() => '');
  const policy = info.match(/^maxmemory_policy:(\S+)/m)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  troubles.tell(
    `the queue at ${label} drops keys when its memory is full (maxmemory-policy ${policy}), and so may lose tasks: set it to noeviction`,
  );
}

interface Patience {
  readonly patienceMs: number;
  readonly label: string;
  readonly troubles: TroubleTeller;
  /** Nobody waits for a connection that is closed; its reason is thrown. */
  readonly closed: AbortSignal;
}

async function patiently<T>(
  action: () => Promise<T>,
  { patienceMs, label, troubles, closed }: Patience,
): Promise<T> {
  const until = Date.now() + patienceMs;
  let mine: ServerTrouble | null = null;
  for (;;) {
    try {
      const outcome = await within(action(), until - Date.now(), label, closed);
      // Only who met the trouble knows that it is over: reading, say, works while writes are refused.
      if (mine !== null) troubles.over(mine);
      return outcome;
    } catch (error) {
      closed.throwIfAborted();
      const trouble = troubles.met(error);
      if (trouble === null) throw error;
      mine = trouble;
      if (Date.now() > until) throw outOfPatience(label);
      await sleep(Math.min(500, patienceMs / 10), undefined, { signal: closed }).catch(() => undefined);
      closed.throwIfAborted();
    }
  }
}

async function within<T>(action: Promise<T>, ms: number, label: string, closed: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let stop = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    stop = () => reject(closed.reason);
    if (closed.aborted) stop();
    closed.addEventListener('abort', stop);
    if (ms !== Number.POSITIVE_INFINITY) {
      timer = setTimeout(() => reject(outOfPatience(label)), Math.max(ms, 0));
    }
  });
  try {
    return await Promise.race([action, late]);
  } finally {
    clearTimeout(timer);
    closed.removeEventListener('abort', stop);
    action.catch(() => undefined);
  }
}

/** Said of a queue whose `close` was called. */
export const wasClosed = (): RnpError => new RnpError('RNP_QUEUE', 'this queue was closed; open another one');

const outOfPatience = (label: string): RnpError =>
  new RnpError(
    'RNP_QUEUE',
    `the queue at ${label} does not do what it is asked: see to the server, then do the same again; what was queued is not lost`,
  );
