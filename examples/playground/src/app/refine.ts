import { announce } from '../shared/announcer.js';
import { attempt } from './attempt.js';
import { replaceTree } from './pad.js';
import { engine, loaded, pixels, tree } from './state.js';

/** Betters the program by gradient descent (docs/model.md). */
export async function refineProgram(): Promise<void> {
  const [image, model, before] = [pixels.value, loaded.value, tree.value];
  if (image === null || model === null) return;
  await attempt('parse', async () => {
    const { tree: better } = await engine.ask('parse', { model: model.id, pixels: image, refine: 40 });
    // The visitor may have drawn on.
    if (pixels.value !== image || loaded.value !== model || tree.value !== before) return;
    replaceTree(better);
    announce('The program has been bettered by 40 steps of gradient descent.');
  });
}
