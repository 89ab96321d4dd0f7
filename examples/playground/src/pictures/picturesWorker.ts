// Reads a folder of pictures in a thread of its own: some hundred photographs take seconds.
import type { FromReader, PicturesQuestion } from './messages.js';
import { understand } from './understand.js';

const tell = (message: FromReader): void => self.postMessage(message);

self.onmessage = async ({ data }: MessageEvent<PicturesQuestion>) => {
  try {
    tell({
      type: 'understood',
      understood: await understand(data, (done, total) => tell({ type: 'progress', done, total })),
    });
  } catch (error) {
    tell({ type: 'failed', message: (error as Error).message });
  }
};
