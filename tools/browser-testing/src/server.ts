import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Server {
  /** Of the page. Browsers treat 127.0.0.1 as secure, which WebGPU and service workers ask for. */
  readonly url: string;
  /** Paths that were asked for and found, in order. */
  readonly served: readonly string[];
  /** Ends all connections; a second call does nothing. */
  close(): Promise<void>;
}

/** A file as it is sent. */
export interface Served {
  readonly body: string | Uint8Array;
  /** A MIME type. */
  readonly type: string;
}

/**
 * Answers requests for files, on a free port of 127.0.0.1.
 *
 * @param find the file at a path that begins with `/`; undefined where there is none
 * @param isolated sends the headers that let a page and its workers share memory
 */
export async function listen(
  find: (path: string) => Served | undefined | Promise<Served | undefined>,
  isolated: boolean,
): Promise<Server> {
  const headers = isolated
    ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
    : {};
  const served: string[] = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://127.0.0.1').pathname);
    const file = await find(path);
    if (file === undefined) {
      response.writeHead(404, headers).end();
      return;
    }
    served.push(path);
    response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    served,
    close: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
