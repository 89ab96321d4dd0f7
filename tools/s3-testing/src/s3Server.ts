import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstLine, killed } from '@rnp-tools/testing/childProcess';
import { endsWithUs } from '@rnp-tools/testing/endsWithUs';

/** Who s3rver lets in. */
export const credentials = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' } as const;

/** What the door does with a request instead of passing it on: an answer of its own, or none; 'lost' passes it on and drops the answer. */
type Fault = 503 | 501 | 'none' | 'lost';

export interface S3Server {
  /** The server itself, which takes `If-None-Match` and does not keep it. */
  readonly plain: string;
  /** The same behind a door that keeps it, one request for a key after the other. */
  readonly address: string;
  /** What happens to the next requests. */
  readonly faults: Fault[];
  stop(): Promise<void>;
}

/** Starts s3rver and the door before it. */
export async function startS3(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'rnp-s3-'));
  const child: ChildProcess = endsWithUs(
    spawn(process.execPath, [join(import.meta.dirname, 's3rver.js'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const port = Number(await firstLine(child));
  const faults: Fault[] = [];
  const door = createServer(doorTo(port, faults));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  return {
    plain: `http://127.0.0.1:${port}`,
    address: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    faults,
    stop: async () => {
      await closed(door);
      await killed(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function doorTo(port: number, faults: Fault[]): (from: IncomingMessage, to: ServerResponse) => void {
  let last: Promise<unknown> = Promise.resolve();
  return (from, to) => {
    const fault = faults.shift();
    if (fault === 'none') {
      from.socket.destroy();
    } else if (typeof fault === 'number') {
      to.writeHead(fault).end('<Error><Code>Failing</Code></Error>');
    } else {
      const body = wholeOf(from);
      last = last
        .then(async () => answer(port, from, await body, to, fault === 'lost'))
        .catch(() => to.destroy());
    }
  };
}

async function answer(
  port: number,
  from: IncomingMessage,
  body: Buffer,
  to: ServerResponse,
  lost: boolean,
): Promise<void> {
  const { 'if-none-match': condition, ...headers } = from.headers;
  const signed = { ...headers, ...(condition === undefined ? {} : { 'if-none-match': condition }) };
  if (from.method === 'PUT' && condition === '*') {
    const there = await passed(
      port,
      { method: 'GET', path: from.url!, headers: { host: headers.host! } },
      '',
    );
    if (there.status === 200) {
      to.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
      return;
    }
  }
  const got = await passed(port, { method: from.method!, path: from.url!, headers: signed }, body);
  if (lost) to.destroy();
  else to.writeHead(got.status, got.headers).end(got.body);
}

interface Passed {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function passed(
  port: number,
  options: { readonly method: string; readonly path: string; readonly headers: object },
  body: Buffer | string,
): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, ...options, headers: options.headers as Record<string, string> },
      (got) => {
        wholeOf(got).then(
          (whole) => resolve({ status: got.statusCode!, headers: got.headers, body: whole }),
          reject,
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function wholeOf(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
