// Trains in a thread of its own, one session at a time; or measures there how fast it would be.
import { useBackend } from '@rnp/backend';
import { trainingData } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { wasmPaths } from '../engine/wasmPaths.js';
import { measure } from '../measuring/measure.js';
import type { FromMeasurer, ToMeasurer } from '../measuring/messages.js';
import type { FromTrainer, ToTrainer } from './messages.js';
import { shownDigits } from './shownDigits.js';
import { trainingSession } from './trainingSession.js';

const tell = (message: FromTrainer | FromMeasurer): void => self.postMessage(message);

let pauseAsked = false;
let saveAsked = false;

self.onmessage = ({ data: message }: MessageEvent<ToTrainer | ToMeasurer>) => {
  if (message.type === 'pause') pauseAsked = true;
  else if (message.type === 'save') saveAsked = true;
  else if (message.type === 'measure') void measure(message, (name) => useBackend(name, { wasmPaths }), tell);
  else void session(message);
};

async function session({ recipe, from }: ToTrainer & { readonly type: 'train' }): Promise<void> {
  pauseAsked = false;
  try {
    await useBackend(['wasm', 'cpu'], { wasmPaths });
    const { pictures, augment } = recipe;
    const images = pictures?.train ?? (await embeddedDigits({ split: 'train' }));
    await trainingSession({
      recipe,
      from,
      data: trainingData(images, augment === undefined ? {} : { augment }),
      shown: pictures?.shown ?? (await shownDigits()),
      tell,
      pauseAsked: () => pauseAsked,
      saveAsked: () => {
        const asked = saveAsked;
        saveAsked = false;
        return asked;
      },
    });
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    tell({ type: 'failed', code: code ?? null, message: message ?? String(error) });
  }
}
