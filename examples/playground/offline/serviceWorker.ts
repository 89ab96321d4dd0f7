// Keeps the page's files in the browser, so that it opens without a network.
export {};

declare const self: ServiceWorkerGlobalScope;

/** Put in by the build, see keepOffline.ts. */
declare const FILES: readonly string[];
declare const SELDOM_NEEDED: readonly string[];
declare const VERSION: string;

const cacheName = `playground-${VERSION}`;
const page = './';

self.addEventListener('install', (event) => {
  const kept = async (): Promise<void> => {
    const cache = await caches.open(cacheName);
    await Promise.all([page, ...FILES].map((file) => keep(cache, file)));
    await self.skipWaiting();
  };
  event.waitUntil(kept());
});

self.addEventListener('activate', (event) => {
  const alone = async (): Promise<void> => {
    const others = (await caches.keys()).filter(
      (name) => name.startsWith('playground-') && name !== cacheName,
    );
    await Promise.all(others.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(alone());
});

// What few visitors need comes once the page is at rest, one file after another; what fails comes when it is asked for.
self.addEventListener('message', (event) => {
  if (event.data !== 'keep the rest') return;
  const kept = async (): Promise<void> => {
    const cache = await caches.open(cacheName);
    for (const file of SELDOM_NEEDED) {
      if ((await found(cache, file)) === undefined) await keep(cache, file).catch(() => undefined);
    }
    event.source?.postMessage('all is kept');
  };
  event.waitUntil(kept());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(request.mode === 'navigate' ? newest(request) : kept(request));
});

/** The page itself may have changed since: its files' names tell of their contents, its own does not. */
async function newest(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const response = await fetch(request);
    // A server that stands before the page's own may answer in its place.
    return response.status < 500 ? response : ((await found(cache, page)) ?? response);
  } catch (error) {
    const before = await found(cache, page);
    if (before === undefined) throw error;
    return before;
  }
}

/** A file that is kept, or that is from now on. */
async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const before = await found(cache, request);
  if (before !== undefined) return before;
  const response = await fetch(request);
  if (response.status === 200) await cache.put(request, plain(response.clone()));
  return response;
}

/**
 * A file for all who ask, whatever their headers: servers say `Vary: Origin`, and a module script asks with another origin
 * than the worker that has kept it.
 */
function found(cache: Cache, file: RequestInfo): Promise<Response | undefined> {
  return cache.match(file, { ignoreVary: true });
}

async function keep(cache: Cache, file: string): Promise<void> {
  // The version before may lie in the browser's own cache.
  const response = await fetch(file, { cache: 'no-cache' });
  if (response.status !== 200) throw new Error(`${file}: the server answered ${response.status}`);
  await cache.put(file, plain(response));
}

/** Without what the cache or the page would refuse: `Vary: *`, and the mark of an answer that was redirected. */
function plain(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete('vary');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
