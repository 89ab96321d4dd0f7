/**
 * Keeps the page in the browser, so that it opens without a network: what it begins with, and once it is at rest all models.
 * Only a built page can be kept, and where a browser does not allow it the page works as before.
 */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  try {
    await serviceWorker.register('./service-worker.js');
    const { active } = await serviceWorker.ready;
    // Who pays by the byte gets a model when it is asked for.
    const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
    if (connection?.saveData !== true) active?.postMessage('keep the rest');
  } catch {}
}
