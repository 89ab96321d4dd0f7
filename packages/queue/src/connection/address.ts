import { readFileSync } from 'node:fs';
import { RnpError } from '@rnp/errors';

/** Names and values, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the server is and how to get in. Only `label` may be shown. */
export interface Address {
  /** Such as `redis://host:6379/0`: without user and password. */
  readonly label: string;
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  /** For rediss://. */
  readonly tls?: { readonly servername?: string; readonly ca?: Buffer };
}

/**
 * Reads the address of a server, `redis://host:port/db` or `rediss://…` with TLS.
 *
 * Secrets come from the environment alone, as everybody on the machine sees command lines: `RNP_QUEUE_USERNAME` and
 * `RNP_QUEUE_PASSWORD`, or inside of `RNP_QUEUE`, a whole address that is taken where none is given. `RNP_QUEUE_CA` names a PEM file with
 * the authority that signed the server's certificate.
 *
 * @throws RnpError `RNP_CONFIG`
 */
export function readAddress(given: string | undefined, env: Environment): Address {
  const text = given ?? env.RNP_QUEUE;
  if (text === undefined || text === '') {
    throw config('there is no address of a queue: give one such as redis://host:6379, or set RNP_QUEUE');
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    // The text itself may hold a password.
    throw config('the address of a queue is redis://host:port or, with TLS, rediss://host:port');
  }
  if (given !== undefined && url.password !== '') {
    throw config(
      'an address with a password in it would be seen by everybody on this machine (ps shows command lines): leave it out and set RNP_QUEUE_PASSWORD, or set RNP_QUEUE to the whole address and give none',
    );
  }
  if (url.search !== '' || url.hash !== '') throw config('the address of a queue takes nothing after ? or #');
  const db = url.pathname.replace(/^\//, '');
  if (!/^\d{0,4}$/.test(db))
    throw config('after the / of the address of a queue stands the number of a database');
  const username = env.RNP_QUEUE_USERNAME || decoded(url.username);
  const password = env.RNP_QUEUE_PASSWORD || decoded(url.password);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? 6379 : Number(url.port);
  return {
    label: `${url.protocol}//${url.hostname}:${port}/${db || 0}`,
    host,
    port,
    db: Number(db),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(url.protocol === 'rediss:' ? { tls: tlsOf(host, env.RNP_QUEUE_CA) } : {}),
  };
}

function tlsOf(host: string, caFile: string | undefined): NonNullable<Address['tls']> {
  // A name is sent along and compared with the certificate; an address cannot be sent, and is compared all the same.
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  if (caFile === undefined || caFile === '') return servername;
  try {
    return { ...servername, ca: readFileSync(caFile) };
  } catch (error) {
    throw config(`RNP_QUEUE_CA: ${(error as Error).message}`);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw config('in the address of a queue, write % as %25');
  }
}

const config = (message: string): RnpError => new RnpError('RNP_CONFIG', message);
