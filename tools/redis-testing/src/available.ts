import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The server's program, `redis-server` or `valkey-server` on the path; null where there is none. */
export function redisServerPath(): string | null {
  return onPath('redis-server') ?? onPath('valkey-server');
}

function onPath(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** Jest's, as far as it is needed here. */
interface Describe {
  (name: string, body: () => void): void;
  skip(name: string, body: () => void): void;
}

/**
 * Describes tests that need a server; where there is none, they are skipped by a name that says so.
 *
 * @param needs `tls` for tests whose server speaks TLS, with certificates that openssl makes
 */
export function describeWithRedis(
  describe: Describe,
  name: string,
  body: () => void,
  needs: { readonly tls?: boolean } = {},
): void {
  const missing = [
    ...(redisServerPath() === null ? ['redis-server'] : []),
    ...(needs.tls === true && onPath('openssl') === null ? ['openssl'] : []),
  ];
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (skipped, not here: apt-get install ${missing.join(' ')})`, body);
}
