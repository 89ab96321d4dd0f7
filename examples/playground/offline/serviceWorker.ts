// Keeps the page's files in the browser, so that it opens without a network.
export {};

declare const self: ServiceWorkerGlobalScope;

/** Put in by the build, see keepOffline.ts. */
declare const FILES: readonly string[];
declare const VERSION: string;

const cacheName = `playground-${VERSION}`;
const page = './';

self.addEventListener('install', (event) => {
  const kept = async (): Promise<void> => {
    const cache = await caches.open(cacheName);
    await cache.addAll([page, ...FILES]);
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

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(request.mode === 'navigate' ? newest(request) : kept(request));
});

/** The page itself may have changed since: its files' names tell of their contents, its own does not. */
async function newest(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    return await fetch(request);
  } catch (error) {
    const found = await cache.match(page);
    if (found === undefined) throw error;
    return found;
  }
}

/** A file that is kept, or that is from now on: a model is kept once it has been used. */
async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const found = await cache.match(request);
  if (found !== undefined) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}
