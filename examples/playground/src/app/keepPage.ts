/**
 * Keeps the page and its first model in the browser, so that it opens without a network. Only a built page can be kept, and
 * where a browser does not allow it the page works as before.
 */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('./service-worker.js').catch(() => undefined);
}
