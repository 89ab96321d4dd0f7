import { mimeType } from './mimeType.js';
import { listen, type Server } from './server.js';

/** What lies beside the page, by its path there: a script's text, or a file's bytes. */
export type Beside = Readonly<Record<string, string | Uint8Array>>;

const page =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="page.js"></script>';

/**
 * Serves a page that runs a module script.
 *
 * @param isolated see `listen`
 */
export async function servePage(script: string, beside: Beside, isolated: boolean): Promise<Server> {
  const files: Beside = { '/index.html': page, '/page.js': script, ...beside };
  return listen((path) => {
    const name = path === '/' ? '/index.html' : path;
    const body = files[name];
    return body === undefined ? undefined : { body, type: mimeType(name) };
  }, isolated);
}
