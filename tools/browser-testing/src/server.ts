import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Server {
  /** Of the page. Browsers treat 127.0.0.1 as secure, which WebGPU asks for. */
  readonly url: string;
  close(): Promise<void>;
}

/** What lies beside the page, by its path there: a script's text, or a file's bytes. */
export type Beside = Readonly<Record<string, string | Uint8Array>>;

/**
 * Serves a page that runs a module script, on a free port of 127.0.0.1.
 *
 * @param isolated sends the headers that let a page and its workers share memory
 */
export async function serve(script: string, beside: Beside, isolated: boolean): Promise<Server> {
  const page =
    '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="page.js"></script>';
  const files: Beside = { '/': page, '/page.js': script, ...beside };
  const headers = isolated
    ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
    : {};
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const body = files[path];
    if (body === undefined) response.writeHead(404, headers).end();
    else response.writeHead(200, { ...headers, 'content-type': typeOf(path) }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function typeOf(path: string): string {
  if (/\.m?js$/.test(path)) return 'text/javascript; charset=utf-8';
  return path.endsWith('.wasm') ? 'application/wasm' : 'text/html; charset=utf-8';
}
