// Runs in a Web Worker of page.ts.
import type { BackendName } from '@rnp/backend';
import { choose } from './choice.js';

addEventListener('message', async ({ data }: MessageEvent<readonly BackendName[]>) => {
  try {
    postMessage(await choose(data, '/'));
  } catch (error) {
    // A rejection would never reach the page.
    reportError(error);
  }
});
