import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endsWithUs } from '@rnp-tools/testing/endsWithUs';
import { freePort } from '@rnp-tools/testing/freePort';
import { redisServerPath } from './available.js';
import { makeCertificate } from './certificate.js';

export interface RedisOptions {
  readonly password?: string;
  /** TLS with a certificate for localhost, signed by an authority of its own; needs openssl. */
  readonly tls?: boolean;
  /** Further lines of its configuration. */
  readonly config?: readonly string[];
}

/** A server on a free port of this machine, in a temporary folder, which writes all it is told to an append-only file. */
export interface RedisServer {
  /** `redis://127.0.0.1:PORT`, or `rediss://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** The authority of its certificate, where it speaks TLS. */
  readonly caFile: string | undefined;
  /** Kills it with -9. */
  kill(): Promise<void>;
  /** Starts it again, with what it had written. */
  start(): Promise<void>;
  /** Lets its append-only file grow by no more than so many bytes, as on a full disk; null lifts the limit. Linux only. */
  limitDisk(bytes: number | null): void;
  /** Kills it, and removes its folder. */
  close(): Promise<void>;
}

export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'rnp-redis-'));
  const port = await freePort();
  const certificate = options.tls === true ? makeCertificate(folder) : undefined;
  const configuration = [
    'bind 127.0.0.1',
    `dir ${folder}`,
    'appendonly yes',
    // Written before it is answered, so that nothing it said is lost when it is killed; `everysec` may put a write off.
    'appendfsync no',
    'save ""',
    ...(certificate === undefined
      ? [`port ${port}`]
      : [
          'port 0',
          `tls-port ${port}`,
          `tls-cert-file ${certificate.certificateFile}`,
          `tls-key-file ${certificate.keyFile}`,
          `tls-ca-cert-file ${certificate.caFile}`,
          'tls-auth-clients no',
        ]),
    ...(options.password === undefined ? [] : [`requirepass ${options.password}`]),
    ...(options.config ?? []),
  ];
  const file = join(folder, 'redis.conf');
  writeFileSync(file, `${configuration.join('\n')}\n`);

  let running: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    const child = running;
    running = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
  const start = async (): Promise<void> => {
    running = await started(file);
  };
  await start();
  return {
    url: certificate === undefined ? `redis://127.0.0.1:${port}` : `rediss://localhost:${port}`,
    port,
    folder,
    caFile: certificate?.caFile,
    kill,
    start,
    limitDisk(bytes) {
      const limit = bytes === null ? 'unlimited' : String(largestFile(folder) + bytes);
      // The soft limit alone, which may be raised again by whoever owns the process.
      execFileSync('prlimit', ['--pid', String(running!.pid), `--fsize=${limit}:`]);
    },
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a server and waits until it says that it is ready. */
async function started(configurationFile: string): Promise<ChildProcess> {
  const path = redisServerPath();
  if (path === null) throw new Error('there is no redis-server here: apt-get install redis-server');
  // A file that may not grow shall be an error to the server, as a full disk is, and not its end.
  const child = spawn('sh', ['-c', 'trap "" XFSZ; exec "$0" "$1"', path, configurationFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endsWithUs(child);
  await new Promise<void>((resolve, reject) => {
    let log = '';
    child.stderr!.on('data', (bytes: Buffer) => {
      log += bytes;
    });
    child.stdout!.on('data', (bytes: Buffer) => {
      log += bytes;
      if (log.includes('Ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`redis-server ended:\n${log}`)));
  });
  return child;
}

function largestFile(folder: string): number {
  const appendOnly = join(folder, 'appendonlydir');
  return Math.max(...readdirSync(appendOnly).map((name) => statSync(join(appendOnly, name)).size));
}
