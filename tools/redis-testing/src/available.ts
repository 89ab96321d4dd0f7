import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The server's program: `redis-server` or `valkey-server` on the path; null where there is none. */
export function redisServerPath(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  return candidates.find((path) => existsSync(path)) ?? null;
}

/** Jest's, as far as it is needed here. */
interface Describe {
  (name: string, body: () => void): void;
  skip(name: string, body: () => void): void;
}

/** Describes tests that need a server; where there is none, they are skipped by a name that says so. */
export function describeWithRedis(describe: Describe, name: string, body: () => void): void {
  if (redisServerPath() !== null) describe(name, body);
  else describe.skip(`${name} (skipped: there is no redis-server here, apt-get install redis-server)`, body);
}
