import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { order } from '../../src/index.js';
import type { Manifest, ManifestFile } from '../../src/node/index.js';
import { idxFile } from '../idxFile.js';

export interface Mirror {
  /** Ends in '/'. */
  readonly address: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A real HTTP server on this machine. */
export async function startMirror(listener: RequestListener): Promise<Mirror> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const trainImages: Uint8Array<ArrayBuffer> = idxFile(
  [600, 5, 4],
  // Noise, which does not compress, so that the download takes several pieces.
  order(600 * 20, 1, 0).map((value) => value & 255),
);
export const trainLabels: Uint8Array<ArrayBuffer> = idxFile(
  [600],
  Uint8Array.from({ length: 600 }, (_, i) => i % 3),
);
const testImages = idxFile([2, 5, 4], new Uint8Array(40).fill(7));
const testLabels = idxFile([2], [2, 1]);

/** A small data set of IDX files; its contents by file name. */
export const contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map([
  ['train-images.gz', trainImages],
  ['train-labels.gz', trainLabels],
  ['test-images.gz', testImages],
  ['test-labels.gz', testLabels],
]);

export function manifestOf(mirrors: readonly string[], changes: Partial<Manifest> = {}): Manifest {
  const file = (name: string): ManifestFile => ({
    file: name,
    sha256: createHash('sha256').update(contents.get(name)!).digest('hex'),
    bytes: contents.get(name)!.length,
  });
  return {
    name: 'tiny',
    description: 'images to test with',
    folder: 'tiny-files',
    mirrors,
    imageShape: [5, 4, 1],
    classNames: ['a', 'b', 'c'],
    splits: {
      train: { length: 600, images: file('train-images.gz'), labels: file('train-labels.gz') },
      test: { length: 2, images: file('test-images.gz'), labels: file('test-labels.gz') },
    },
    ...changes,
  };
}

/** Serves the files as an honest mirror does. */
export const honest: RequestListener = (request, response) => {
  const content = contents.get((request.url ?? '').slice(1));
  if (content === undefined) {
    response.writeHead(404).end();
    return;
  }
  const bytes = gzipSync(content);
  response.writeHead(200, { 'content-length': bytes.length });
  // In pieces, so that progress and aborting have something to see.
  for (let at = 0; at < bytes.length; at += 4000) response.write(bytes.subarray(at, at + 4000));
  response.end();
};
