import { sha256 } from '@rnp/files/node';
import { isExpected } from '../errors.js';
import { imageOfBytes } from '../models/imageInput.js';
import type { FromReader, ReadAnswer, ReadRequest } from './imageMessages.js';
import { listedBytes } from './listedBytes.js';

// The process that reads the images of a corpus: what a file makes of its decoder ends this process, not the one that asked,
// and a decoder that works on is stopped with it.
process.on('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);
// Ctrl-C goes to all processes of a terminal; whoever asked decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

process.on('message', async (request: ReadRequest) => send(await answerTo(request)));
await send({ type: 'ready' });

async function answerTo({ folder, path, sha256: listed, preprocessing }: ReadRequest): Promise<ReadAnswer> {
  const bytes = await listedBytes(folder, path);
  if (bytes === null) return { type: 'changed', what: 'cannot be read any more' };
  if (sha256(bytes) !== listed) return { type: 'changed', what: 'has changed' };
  try {
    return { type: 'pixels', pixels: (await imageOfBytes(bytes, path, preprocessing)).pixels };
  } catch (error) {
    const { message } = error as Error;
    return { type: 'error', error: { code: isExpected(error) ? error.code : 'RNP_BUG', message } };
  }
}

function send(message: FromReader): Promise<void> {
  return new Promise((resolve) => {
    process.send!(message, () => resolve());
  });
}
